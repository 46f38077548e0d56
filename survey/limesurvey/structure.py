"""A survey's structure on the server: reading it, comparing the instrument with it, telling whether it changed."""

from survey.limesurvey.structure_check import compare_structure, find_remarks
from survey.limesurvey.structure_reading import read_structure
from survey.limesurvey.structure_records import ServerQuestion, ServerStructure, structure_hash

__all__ = ["ServerQuestion", "ServerStructure", "compare_structure", "find_remarks", "read_structure", "structure_hash"]
