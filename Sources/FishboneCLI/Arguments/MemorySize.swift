import Fishbone

/// `--memory-limit`: bytes, with or without a unit.
enum MemorySize {
  static let option = CommandDescription.Option(
    "--memory-limit", .one("SIZE"),
    help:
      "The most memory that the tables may take, as 8GB or 512MiB; half the machine's unless told.")

  private static let units: [(name: String, bytes: Double)] = [
    ("KiB", 0x1p10), ("MiB", 0x1p20), ("GiB", 0x1p30), ("TiB", 0x1p40), ("kB", 1e3), ("MB", 1e6),
    ("GB", 1e9), ("TB", 1e12), ("B", 1),
  ]

  /// The limit that a call sets, or half of the machine's memory.
  static func limit(_ arguments: ParsedArguments) throws(UsageError) -> Int {
    guard let text = arguments.value(option.name) else { return TreeSize.defaultMemoryLimit }
    guard let bytes = bytes(text) else {
      throw UsageError(
        message:
          "--memory-limit is a size from 1 byte to 4000000 TB, as 8GB, 512MiB or 1000000000, not '\(text)'"
      )
    }
    return bytes
  }

  private static func bytes(_ text: String) -> Int? {
    let unit = units.first { text.lowercased().hasSuffix($0.name.lowercased()) }
    let digits = text.dropLast(unit?.name.count ?? 0)
    guard digits.allSatisfy({ $0.isASCII && $0.isNumber || $0 == "." }), let number = Double(digits)
    else { return nil }
    let bytes = number * (unit?.bytes ?? 1)
    return bytes >= 1 && bytes <= 4e18 ? Int(bytes) : nil
  }
}
