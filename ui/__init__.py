"""The screen: draws what the core returns, and computes nothing."""
