"""From evidence to statements: by quotes, or by a language model that proposes."""
