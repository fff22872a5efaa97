#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Finds scenario files.
public enum ScenarioFiles {
  /// Whether `path` is a folder.
  public static func isFolder(_ path: String) -> Bool {
    var isFolder = false
    #if canImport(FoundationEssentials)
      return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
    #else
      var flag = ObjCBool(false)
      isFolder = FileManager.default.fileExists(atPath: path, isDirectory: &flag)
      return isFolder && flag.boolValue
    #endif
  }

  /// Returns `path`, or the scenarios (`.yaml`, `.yml`) that lie in it where it is a folder, in the order of their names.
  ///
  /// - Throws: `FileError.unreadable` when it is a folder that can't be listed or has none.
  public static func paths(at path: String) throws(FileError) -> [String] {
    isFolder(path) ? try paths(inFolder: path) : [path]
  }

  private static func paths(inFolder folder: String) throws(FileError) -> [String] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw .unreadable(file: folder, reason: "the folder can't be listed")
    }
    let scenarios = names.filter {
      !$0.hasPrefix(".") && ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml"))
    }
    guard !scenarios.isEmpty else {
      throw .unreadable(file: folder, reason: "there is no scenario (.yaml) in this folder")
    }
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    return scenarios.sorted().map { prefix + $0 }
  }
}
