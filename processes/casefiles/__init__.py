"""Case files: a case in one file, with everything that it takes to check it again elsewhere."""

from processes.casefiles.archive import NotACaseFile
from processes.casefiles.checking import Checked, Finding, check
from processes.casefiles.writing import CaseFile, write, write_again

__all__ = ["CaseFile", "Checked", "Finding", "NotACaseFile", "check", "write", "write_again"]
