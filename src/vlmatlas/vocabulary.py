"""The closed word lists of the data. Each list lives here and nowhere else."""

from enum import StrEnum


class Language(StrEnum):
    """A language the site is published in; the first is the default."""

    ZH = "zh"
    EN = "en"


class ComponentKind(StrEnum):
    """The role of a component, in the order data flows through a model."""

    VISION_ENCODER = "vision-encoder"
    CONNECTOR = "connector"
    LANGUAGE_MODEL = "language-model"


class Role(StrEnum):
    """What a node of an architecture figure does, in the order data flows."""

    INPUT = "input"
    PREPROCESS = "preprocess"
    VISION_ENCODER = "vision-encoder"
    TOKENIZER = "tokenizer"
    OPERATION = "operation"
    CONNECTOR = "connector"
    LANGUAGE_MODEL = "language-model"
    EXPERT = "expert"
    GENERATOR = "generator"
    OUTPUT = "output"


class Icon(StrEnum):
    """A sign in a node for what comes in or goes out."""

    IMAGE = "image"
    VIDEO = "video"
    TEXT = "text"


class Arrow(StrEnum):
    """How one node acts on the next, as written in a flow line."""

    FEEDS = "->"
    ATTENDS = "~>"
    ADDS = "+>"
    OPTIONAL = "..>"


class Fusion(StrEnum):
    """How vision meets language in a structure."""

    PROJECTION = "projection"
    CROSS_ATTENTION = "cross-attention"
    EARLY_FUSION = "early-fusion"
    EXPERT = "expert"


class State(StrEnum):
    """What a training stage does to a part."""

    TRAINED = "trained"
    LORA = "lora"
    FROZEN = "frozen"
    ABSENT = "absent"
    UNSTATED = "unstated"


class SourceKind(StrEnum):
    """What kind of document a fact or a score stands in."""

    PAPER = "paper"
    REPOSITORY = "repository"
    MODEL_CARD = "model-card"
    LEADERBOARD = "leaderboard"
    ANNOUNCEMENT = "announcement"
    LIST = "list"


class Reading(StrEnum):
    """How much of a source was read when its facts were entered."""

    FULL = "full"
    PARTLY = "partly"
    NONE = "none"


class Doubt(StrEnum):
    """What is said against trusting a benchmark's numbers."""

    SATURATION = "saturation"
    CONTAMINATION = "contamination"
    IMAGE_FREE = "image-free"
    LABELS = "labels"


class Evidence(StrEnum):
    """How well a score is backed, best first."""

    VERIFIED = "verified"
    QUOTED = "quoted"
    UNVERIFIED = "unverified"


class Reporter(StrEnum):
    """Who published a score."""

    AUTHORS = "authors"
    THIRD_PARTY = "third-party"


class Protocol(StrEnum):
    """How the model met the benchmark."""

    ZERO_SHOT = "zero-shot"
    FEW_SHOT = "few-shot"
    FINE_TUNED = "fine-tuned"
    UNSTATED = "unstated"


class Better(StrEnum):
    """Which end of a benchmark's scale is the good one."""

    HIGHER = "higher"
    LOWER = "lower"


class StageKind(StrEnum):
    """What a training stage is for."""

    ALIGN = "align"
    PRETRAIN = "pretrain"
    INSTRUCT = "instruct"
    MULTITASK = "multitask"
    MOE = "moe"
    WARMUP = "warmup"
    VOCABULARY = "vocabulary"
    HIGHRES = "highres"
    JOINT = "joint"
    SFT = "sft"
    PREFERENCE = "preference"
    TRANSFER = "transfer"


class CorrectionKind(StrEnum):
    """Why the catalogue differs from the original list."""

    ERROR = "error"
    TYPO = "typo"
    MISSING = "missing"
    INCOMPLETE = "incomplete"
    PRECISION = "precision"
    UPDATED_UPSTREAM = "updated-upstream"
    VERSION = "version"
    CONFLICT = "conflict"
    INCONSISTENT = "inconsistent"


UNSTATED = "unstated"
"""Split or metric of a score whose source does not say which one it used."""


class Category(StrEnum):
    """What a benchmark is mainly about, in the order pages list them."""

    GENERAL_VQA = "general-vqa"
    GENERAL_MCQ = "general-mcq"
    KNOWLEDGE = "knowledge"
    MATH = "math"
    TEXT_RICH = "text-rich"
    DOCUMENT = "document"
    HALLUCINATION = "hallucination"
    PERCEPTION = "perception"
    OPEN_ENDED = "open-ended"
    GROUNDING = "grounding"
    CAPTIONING = "captioning"
    MULTI_IMAGE = "multi-image"
    VIDEO = "video"
    GUI = "gui"
    SAFETY = "safety"
