"""The six services with which the catalogue begins where there is none."""

from datetime import date

SINCE = date(2015, 1, 1)
SOURCE = "参照地方机关党建“六项服务”做法整理，由工委维护"
SIX = (
    ("reform", "服务改革", "围绕改革任务落实，优化流程、减少环节、兑现政策"),
    ("development", "服务发展", "围绕项目建设和企业发展，主动上门、协调解难"),
    ("society", "服务社会", "参与社会治理、文明创建和志愿服务"),
    ("primary", "服务基层", "挂钩联系基层单位和村居，送政策、送技术、送人才"),
    ("masses", "服务群众", "办好窗口服务和民生实事，方便群众办事"),
    ("members", "服务党员", "关心党员学习、工作和生活，帮扶困难党员"),
)
