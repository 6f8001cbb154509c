"""The penpal's post: letters kept, written, announced and answered. The penpal is in ``conversations.companions``."""
