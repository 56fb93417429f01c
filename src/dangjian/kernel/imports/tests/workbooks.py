"""Awkward workbooks, built as clerks and programs build them. All names and numbers are invented."""

import datetime as dt
import io
import zipfile

import openpyxl
import xlsxwriter
import xlwt

from dangjian.kernel.privacy.identifiers import check_character


def identity(birth="19850701", order="123", region="350402"):
    seventeen = f"{region}{birth}{order}"
    return seventeen + check_character(seventeen)


def in_memory(book):
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def xlsx(rows, *, title="Sheet1", merges=()):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for merge in merges:
        sheet.merge_cells(merge)
    return in_memory(book)


def several_sheets(sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return in_memory(book)


def with_hidden_sheet():
    book = openpyxl.Workbook()
    book.active.append(["姓名", "入党时间"])
    book.active.append(["林一", "1985.07"])
    hidden = book.create_sheet("代码表")
    hidden.append(["姓名", "入党时间"])
    hidden.sheet_state = "hidden"
    return in_memory(book)


def inline_texts(rows):
    """As written by programs that stream: no table of shared texts."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "in_memory": False})
    sheet = book.add_worksheet("名册")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    out.seek(0)
    return out


def formulas():
    """A formula with a stored result, one without, and an error."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["姓名", "入党时间", "备注"])
    sheet.write_formula(1, 0, '="林"&"一"', None, "林一")
    sheet.write_formula(1, 1, "=31000+229", None, 31229)
    sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")
    book.close()
    out.seek(0)
    return replaced(out, "xl/worksheets/sheet1.xml", b"<v>31229</v>", b"")


def replaced(file, part, old, new):
    out = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == part:
                assert old in data
                data = data.replace(old, new)
            target.writestr(entry.filename, data)
    out.seek(0)
    return out


def with_part(part, data=b"x"):
    out = xlsx([["姓名"], ["林一"]])
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, data)
    out.seek(0)
    return out


def archive_of(*parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part in parts:
            archive.writestr(part, b"x")
    out.seek(0)
    return out


def zip_bomb():
    out = xlsx([["姓名"], ["林一"]])
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/media/image1.bin", bytes(100 * 1024 * 1024))
    out.seek(0)
    return out


def entity_bomb():
    head = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet'
    return replaced(xlsx([["姓名"], ["林一"]]), "xl/worksheets/sheet1.xml", b"<worksheet", head)


def far_cell():
    """A table of two rows and one cell in the last corner of the sheet."""
    book = openpyxl.Workbook()
    book.active.append(["姓名", "入党时间"])
    book.active.append(["林一", "1985.07"])
    book.active["XFD1048576"] = "x"
    return in_memory(book)


def dates_1904():
    book = openpyxl.Workbook()
    book.epoch = dt.datetime(1904, 1, 1)
    book.active.append(["入党时间"])
    book.active.append([dt.date(1985, 7, 1)])
    return in_memory(book)


def xls(rows, merges=()):
    book = xlwt.Workbook()
    sheet = book.add_sheet("名册")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, dt.date):
                sheet.write(number, column, value, xlwt.easyxf(num_format_str="YYYY-MM-DD"))
            elif value is not None:
                sheet.write(number, column, value)
    for merge in merges:
        sheet.merge(*merge)
    return in_memory(book)


def compound(*streams):
    """An old compound file that holds streams of these names and nothing else of use."""
    body = b"".join(name.encode("utf-16-le") + b"\0" * 64 for name in streams)
    return io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + body)
