"""A survey's structure on the server: read it, compare it, hash it."""

from survey.limesurvey.structure.check import compare_structure, find_remarks
from survey.limesurvey.structure.reading import read_structure
from survey.limesurvey.structure.records import ServerQuestion, ServerStructure, structure_hash

__all__ = [
    "ServerQuestion",
    "ServerStructure",
    "compare_structure",
    "find_remarks",
    "read_structure",
    "structure_hash",
]
