"""The files of casebooks: proofs for some days, prints for good."""

from dangjian.kernel.work.files import Folder

FILES = Folder("casebooks")
