// swift-tools-version: 6.0

import PackageDescription

let package = Package(
  name: "fishbone",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Fishbone", targets: ["Fishbone"]),
    .executable(name: "fishbone", targets: ["FishboneCLI"]),
  ],
  targets: [
    // System libraries. Nothing outside the rooms that import them touches C.
    .systemLibrary(
      name: "CGraphviz", pkgConfig: "libgvc",
      providers: [.apt(["libgraphviz-dev"]), .brew(["graphviz"])]),
    .systemLibrary(
      name: "CLAPACKE", pkgConfig: "lapacke",
      providers: [.apt(["liblapacke-dev", "libopenblas-dev"]), .brew(["lapack"])]),
    .systemLibrary(
      name: "CXML", pkgConfig: "libxml-2.0",
      providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
    .systemLibrary(
      name: "CYAML", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),

    // The library, from the ground up.
    .target(name: "LaneKernels"),
    .target(name: "GraphStructure"),
    .target(name: "NetworkModel", dependencies: ["GraphStructure"]),
    .target(name: "Inference", dependencies: ["NetworkModel", "LaneKernels"]),
    .target(name: "Learning", dependencies: ["Inference", "CLAPACKE"]),
    .target(name: "RootCause", dependencies: ["Learning"]),
    .target(name: "Interchange", dependencies: ["RootCause", "CGraphviz", "CXML", "CYAML"]),
    .target(name: "Rendering", dependencies: ["RootCause", "CGraphviz"]),
    .target(name: "Fishbone", dependencies: ["Interchange", "Rendering"]),

    // The command.
    .executableTarget(name: "FishboneCLI", dependencies: ["Fishbone"]),

    // Tests.
    .target(name: "_TestSupport", dependencies: ["Fishbone"], path: "Tests/_TestSupport"),
    .testTarget(name: "GraphStructureTests", dependencies: ["GraphStructure", "_TestSupport"]),
    .testTarget(name: "NetworkModelTests", dependencies: ["NetworkModel", "_TestSupport"]),
    .testTarget(name: "InferenceTests", dependencies: ["Inference", "_TestSupport"]),
    .testTarget(
      name: "LearningTests", dependencies: ["Learning", "CLAPACKE", "_TestSupport"],
      exclude: ["References"]),
    .testTarget(name: "RootCauseTests", dependencies: ["RootCause", "_TestSupport"]),
    .testTarget(
      name: "InterchangeTests", dependencies: ["Interchange", "_TestSupport"],
      exclude: ["Snapshots"]),
    .testTarget(
      name: "RenderingTests", dependencies: ["Rendering", "Interchange", "_TestSupport"],
      exclude: ["Snapshots", "Report/Snapshots"]),
    .testTarget(
      name: "CommandLineTests", dependencies: ["FishboneCLI", "_TestSupport"],
      exclude: ["Snapshots"]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c11
)
