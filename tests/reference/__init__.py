"""A second computation of the whole language of schemes, apart from kaohe; see reference.py."""
