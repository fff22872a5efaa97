#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Two ends of a channel between this process and a child.
///
/// A pair of sockets and not a pipe, because what is written to a child that is gone must not send a signal to this
/// process, whose signals are not ours to set.
struct ByteStream {
  /// The end that stays here.
  let near: Int32
  /// The end for the child.
  let far: Int32

  /// Opens a channel; nil when the system has no more of them.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Self.kind, 0, &ends) == 0 else { return nil }
    (near, far) = (ends[0], ends[1])
    // Another child started at the same time would hold the channel open.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(near, F_SETFL, O_NONBLOCK)
    #if canImport(Darwin)
      var on: Int32 = 1
      setsockopt(near, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
    #endif
  }

  /// Sends some of `bytes` and returns how many, 0 when the channel is full, nil when nobody listens any more.
  static func send(_ bytes: ArraySlice<UInt8>, to end: Int32) -> Int? {
    let sent = bytes.withUnsafeBytes { systemSend(end, $0.baseAddress, $0.count, noSignal) }
    if sent >= 0 { return sent }
    return isTemporary(errno) ? 0 : nil
  }

  /// Appends to `bytes` what has arrived, and returns whether more may come.
  static func receive(from end: Int32, into bytes: inout [UInt8]) -> Bool {
    let count = withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { buffer in
      let count = read(end, buffer.baseAddress, buffer.count)
      if count > 0 { bytes.append(contentsOf: buffer[..<count]) }
      return count
    }
    return count > 0 || count < 0 && isTemporary(errno)
  }

  private static func isTemporary(_ error: Int32) -> Bool {
    error == EAGAIN || error == EWOULDBLOCK || error == EINTR
  }

  #if canImport(Darwin)
    private static let kind = SOCK_STREAM
    private static let noSignal: Int32 = 0
  #elseif canImport(Musl)
    private static let kind = SOCK_STREAM | SOCK_CLOEXEC
    private static let noSignal = MSG_NOSIGNAL
  #else
    private static let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    private static let noSignal = Int32(MSG_NOSIGNAL)
  #endif
}

private func systemSend(
  _ end: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: Int32
) -> Int {
  send(end, bytes, count, flags)
}
