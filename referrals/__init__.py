"""The rules of following a referral through. Pure: no input or output, no framework, no clock; `now` is an argument."""
