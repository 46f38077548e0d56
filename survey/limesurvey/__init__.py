"""LimeSurvey over RemoteControl 2: its questionnaires, participants and answers."""
