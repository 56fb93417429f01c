from django.urls import path

from .views import books, cases, editions

app_name = "casebook"
urlpatterns = [
    path("cases/new/", cases.begin, name="begin"),
    path("cases/of/<int:organisation>/", cases.cases_of, name="of-organisation"),
    path("cases/<int:case>/", cases.case_page, name="case"),
    path("cases/<int:case>/write/", cases.edit, name="edit"),
    path("cases/<int:case>/figures/", cases.figures, name="figures"),
    path("cases/<int:case>/class/", cases.classify, name="class"),
    path("cases/<int:case>/hand-in/", cases.hand_in, name="hand-in"),
    path("cases/<int:case>/return/", cases.return_case, name="return"),
    path("cases/<int:case>/pass/", cases.pass_case, name="pass"),
    path("cases/<int:case>/remark/", cases.remark, name="remark"),
    path("cases/<int:case>/versions/", cases.versions, name="versions"),
    path("remarks/<int:case_comment>/", cases.answer, name="answer"),
    path("editions/new/", editions.begin, name="begin-edition"),
    path("editions/<int:edition>/", editions.edition_page, name="edition"),
    path("editions/<int:edition>/words/", editions.describe, name="describe"),
    path("editions/<int:edition>/cases/", editions.choose, name="choose"),
    path("editions/<int:edition>/arrange/", editions.arrange, name="arrange"),
    path("editions/<int:edition>/issue/", editions.issue, name="issue"),
    path("editions/<int:edition>/open/", editions.open_book, name="open"),
    path("editions/<int:edition>/close/", editions.close_book, name="close"),
    path("editions/<int:edition>/make/", editions.ask, name="ask"),
    path("entries/<int:chosen_case>/move/", editions.move, name="move"),
    path("entries/<int:chosen_case>/part/", editions.move_to, name="move-to"),
    path("parts/<int:edition_part>/", editions.rename, name="rename"),
    path("files/<int:edition_file>/", editions.edition_file, name="file"),
    path("books/<uuid:code>/", books.book, name="book"),
    path("books/<uuid:code>/<int:place>/", books.chapter, name="book-case"),
    path("books/<uuid:code>/pictures/<int:number>/", books.picture, name="book-picture"),
]
