"""A question through time: the response that officers draft, what was promised, what came of it, what was said before.

This slice stands above questions, actions and asking, and holds what joins them.
"""
