"""The demo world: three invented cities at different points of the main job.

Nothing here tells of a real place. Every city says on every page that it is fictional.
"""
