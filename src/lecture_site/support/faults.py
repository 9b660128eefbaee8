"""What a writer can mend, told from what is wrong with the program."""


class PageFault(Exception):  # noqa: N818
    """Something on a page that a writer can mend; the message names page and place.

    Hooks and the preview show it as it is, without a traceback.
    """
