"""What a question asks for: kind of answer, time, scope, and what it leaves unsaid.

Everything here is worked out from the words of the question and the conversation; no
document is opened and no language model is asked. `understand` is the door.
"""

from assistant.understanding.question import Asked, Question
from assistant.understanding.understand import understand

__all__ = ["Asked", "Question", "understand"]
