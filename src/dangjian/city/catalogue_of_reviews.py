"""What reviewers of the model city write: invented, and of nobody's name."""

STRENGTHS = (
    "服务对象清楚，做法具体，群众能感受到。",
    "岗位、队伍、制度配套，不是另起炉灶。",
    "与业务工作结合紧，党员作用看得见。",
    "承诺可核查，时限写得明白。",
    "坚持时间长，有台账、有回访。",
    "载体简便易行，其他单位可以照着做。",
)
"""What is good: goes to the applicant."""
REMARKS = ("成效部分数据偏少，建议核对记录。", "内涵与载体略有重复。", "影响力一项把握不准，请会商。")
"""What is for the panel alone; most write nothing."""
ASKED = "这一项评委分差较大，请说明评分依据。"
ANSWERED = "初评时漏看了载体部分的责任区安排，补看后认为应当调整。"
REVISED = "补看载体和承诺部分后调整"
MODERATED = "经会商，评委一致同意按同类项目尺度调整"
RECOGNISED = "曾参加过该品牌的座谈，看内容已能认出"
DISMISSED = "因抽调参加专项工作，不能继续参加评审"
