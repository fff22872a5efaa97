import GraphStructure
import NetworkModel
import RootCause

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads models from JSON.
public enum ModelReader {
  /// Returns the model in `source`.
  ///
  /// - Throws: `FormatError` when it is no model, or one of a version that this library does not know.
  public static func read(_ source: SourceText) throws(FormatError) -> CausalModel {
    try checkFormat(source)
    let file = try decode(ModelFile.self, source)
    var assembler = ModelAssembler(file: file, source: source)
    guard let model = assembler.model(), assembler.diagnostics.isEmpty else {
      var error = FormatError(file: source.file, assembler.diagnostics)
      error.isAboutMeaning = true
      throw error
    }
    return model
  }

  private struct Header: Decodable { var format: Int }

  private static func checkFormat(_ source: SourceText) throws(FormatError) {
    let format = try decode(Header.self, source).format
    guard format <= ModelFile.currentFormat else {
      throw source.error(
        "the model has format \(format), and this version of Fishbone (\(fishboneVersion)) reads up to"
          + " \(ModelFile.currentFormat); use a newer one")
    }
    guard format >= 1 else { throw source.error("there is no model format \(format)") }
  }

  private static func decode<Value: Decodable>(
    _ type: Value.Type, _ source: SourceText
  ) throws(FormatError) -> Value {
    do {
      return try JSONText.decoder.decode(type, from: Data(source.text.utf8))
    } catch let error as DecodingError {
      throw formatError(error, source)
    } catch {
      throw source.error("the file is no model: \(error)")
    }
  }

  private static func formatError(_ error: DecodingError, _ source: SourceText) -> FormatError {
    let places = JSONPlaces(source)
    func noModel(_ context: DecodingError.Context, _ problem: String) -> FormatError {
      let path = path(context.codingPath)
      return source.error(
        "the file is no model: \(path.isEmpty ? "" : "\(path): ")\(problem)",
        at: places.position(of: context.codingPath))
    }
    switch error {
    case .keyNotFound(let key, let context):
      return noModel(context, "'\(key.stringValue)' is missing")
    case .valueNotFound(let type, let context), .typeMismatch(let type, let context):
      return noModel(context, "this is not \(name(of: type))")
    case .dataCorrupted(let context) where context.codingPath.isEmpty:
      guard let (message, position) = places.firstError() else {
        return source.error(
          "the file is no model: a number in it is too large, or not whole where it has to be")
      }
      return source.error("the file is not JSON: \(message)", at: position)
    case .dataCorrupted(let context):
      let known = words(of: context.codingPath.last?.stringValue ?? "")
      return noModel(
        context,
        known.isEmpty
          ? context.debugDescription : "this is none of \(known.joined(separator: ", "))")
    @unknown default: return source.error("the file is no model: \(error)")
    }
  }

  /// The words that a member may have.
  private static func words(of member: String) -> [String] {
    switch member {
    case "kind": Kind.allCases.map(\.rawValue)
    case "form": CausalVariable.Form.allCases.map(\.rawValue)
    default: []
    }
  }

  private static func name(of type: any Any.Type) -> String {
    switch type {
    case is String.Type: "a text"
    case is Double.Type: "a number"
    case is Int.Type, is UInt64.Type: "a whole number"
    case is [String: Any].Type: "an object"
    case is [Any].Type: "a list"
    default: "what belongs here"
    }
  }

  private static func path(_ keys: [any CodingKey]) -> String {
    keys.reduce("") { path, key in
      key.intValue.map { "\(path)[\($0)]" }
        ?? (path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)")
    }
  }
}
