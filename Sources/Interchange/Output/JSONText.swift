#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// JSON as Fishbone writes it: keys in the order of the alphabet, numbers exact to the last bit. A number without bounds, which JSON has
/// no digits for, is the text "inf" or "-inf".
public enum JSONText {
  /// Returns `value` in one line.
  public static func line(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// Reads what is written here.
  static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }

  /// Returns `value` laid out to be read and compared: a line for each member, but lists of plain values in one line.
  public static func page(_ value: some Encodable) throws -> String {
    JSONLayout.laidOut(try line(value)) + "\n"
  }
}

/// Lays out JSON text; the text itself comes from the encoder.
private enum JSONLayout {
  static func laidOut(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count * 2)
    var depth = 0
    var index = 0
    func breakLine() {
      result += [UInt8(ascii: "\n")] + [UInt8](repeating: UInt8(ascii: " "), count: 2 * depth)
    }
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "\""):
        let end = endOfString(bytes, from: index)
        result += bytes[index..<end]
        index = end
        continue
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        if let end = endOfPlainList(bytes, from: index) {
          result += spaced(bytes[index..<end])
          index = end
          continue
        }
        result.append(byte)
        depth += 1
        breakLine()
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        breakLine()
        result.append(byte)
      case UInt8(ascii: ","):
        result.append(byte)
        breakLine()
      case UInt8(ascii: ":"): result += [byte, UInt8(ascii: " ")]
      default: result.append(byte)
      }
      index += 1
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func endOfString(_ bytes: [UInt8], from start: Int) -> Int {
    var index = start + 1
    while bytes[index] != UInt8(ascii: "\"") { index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1 }
    return index + 1
  }

  /// The end of the list or the empty object that opens at `start`, or nil when it holds lists or members.
  private static func endOfPlainList(_ bytes: [UInt8], from start: Int) -> Int? {
    if bytes[start] == UInt8(ascii: "{") {
      return bytes[start + 1] == UInt8(ascii: "}") ? start + 2 : nil
    }
    var index = start + 1
    while bytes[index] != UInt8(ascii: "]") {
      switch bytes[index] {
      case UInt8(ascii: "["), UInt8(ascii: "{"): return nil
      case UInt8(ascii: "\""): index = endOfString(bytes, from: index)
      default: index += 1
      }
    }
    return index + 1
  }

  private static func spaced(_ list: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var isInString = false
    var isEscaped = false
    for byte in list {
      result.append(byte)
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = isInString
      } else if byte == UInt8(ascii: "\"") {
        isInString.toggle()
      } else if byte == UInt8(ascii: ","), !isInString {
        result.append(UInt8(ascii: " "))
      }
    }
    return result
  }
}
