"""The diagrams of the course: from a record to SVG, and to the Korean words for its alt text.

Each ``describe_…`` takes the arguments of its diagram and says what the diagram shows.
"""

from figures.diagrams_backward import backward_flow, describe_backward_flow
from figures.diagrams_forward import describe_forward_flow, forward_flow
from figures.diagrams_loop import algorithm_loop, describe_loop
from figures.diagrams_map import MapLesson, course_map, describe_course_map
from figures.diagrams_network import describe_network, network_diagram
from figures.diagrams_paths import describe_two_by_two_paths, two_by_two_paths
from figures.diagrams_product import describe_product, shape_product
from figures.diagrams_structure import describe_structure, structure_diagram
from figures.diagrams_transpose import describe_transpose_sum, transpose_sum
from figures.diagrams_two_by_two import describe_two_by_two, two_by_two_diagram

__all__ = [
    "MapLesson",
    "algorithm_loop",
    "backward_flow",
    "course_map",
    "describe_backward_flow",
    "describe_course_map",
    "describe_forward_flow",
    "describe_loop",
    "describe_network",
    "describe_product",
    "describe_structure",
    "describe_transpose_sum",
    "describe_two_by_two",
    "describe_two_by_two_paths",
    "forward_flow",
    "network_diagram",
    "shape_product",
    "structure_diagram",
    "transpose_sum",
    "two_by_two_diagram",
    "two_by_two_paths",
]
