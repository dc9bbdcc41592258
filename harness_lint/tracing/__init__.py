"""Views of the trace graph: matrix, item, impact, graph, export, report."""
