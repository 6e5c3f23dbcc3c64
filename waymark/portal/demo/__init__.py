"""The demo world: invented cities at different points of the main job, under two mechanisms.

Nothing here tells of a real place. Every city says on every page that it is fictional.
"""
