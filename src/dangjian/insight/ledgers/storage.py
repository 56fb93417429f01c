"""The files of ledgers: kept for some days, for each can be made again at any time."""

from dangjian.kernel.work.files import Folder

FILES = Folder("ledgers")
