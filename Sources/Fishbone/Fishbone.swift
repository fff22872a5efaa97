@_exported import GraphStructure
@_exported import Inference
@_exported import Interchange
@_exported import Learning
@_exported import NetworkModel
@_exported import Rendering
@_exported import RootCause
