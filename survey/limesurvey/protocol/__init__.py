"""RemoteControl as LimeSurvey speaks it: calls, replies, refusals."""
