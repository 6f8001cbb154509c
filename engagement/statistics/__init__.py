"""What an experiment has shown, and when that may be believed. Pure: numbers in, numbers out.

``arms`` holds what was counted, ``cuped`` takes out what was known before, ``always_valid`` says what may be read
on any day, ``bayes`` the chance that it is better, ``balance`` whether the sides are still comparable, ``guardrails``
whether anything was harmed, ``multiplicity`` what many questions cost, ``power`` how long it will take,
``interactions`` whether two experiments disturb each other, ``aa`` whether all of this keeps its promise.

Only ``scipy.special`` is used of SciPy: its tests are thin wrappers around the same functions, and importing them
would cost a web process some 60 MB.
"""
