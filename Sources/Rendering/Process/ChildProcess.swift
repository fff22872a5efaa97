#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A program that runs beside this one: it is fed, listened to, and ended when its time is up. It is gone when `run` returns.
struct ChildProcess {
  /// How a child ended.
  enum Ending: Equatable {
    case exited(Int32)
    case killed(signal: Int32)
    case timedOut
    /// Somebody else in this process took the news of its end.
    case unknown
  }

  /// What came of a child.
  struct Outcome {
    var output: [UInt8] = []
    var complaints: [UInt8] = []
    var ending = Ending.unknown
  }

  private let process: pid_t
  private let deadline: ContinuousClock.Instant
  private var input: ArraySlice<UInt8>
  /// Our ends of its standard input, output and error; nil once closed.
  private var ends: [Int32?]
  private var outcome = Outcome()
  private var hasEnded = false

  /// Runs a program, writes `input` to its standard input as it reads, and returns what it wrote.
  ///
  /// - Throws: `RenderingError.workerUnavailable` when it can't be started.
  static func run(
    _ program: Program, input: [UInt8], deadline: ContinuousClock.Instant
  ) throws(RenderingError) -> Outcome {
    let streams = (0..<3).compactMap { _ in ByteStream() }
    var child: ChildProcess
    do throws(RenderingError) {
      // Only the child may hold the far ends from here on, or the end of its output would never show.
      defer { for stream in streams { close(stream.far) } }
      guard streams.count == 3 else {
        throw .workerUnavailable(reason: "the system has no more channels")
      }
      child = ChildProcess(
        process: try program.start(streams.map(\.far)), deadline: deadline, input: input[...],
        ends: streams.map(\.near))
    } catch {
      for stream in streams { close(stream.near) }
      throw error
    }
    child.converse()
    child.finish()
    return child.outcome
  }

  private init(
    process: pid_t, deadline: ContinuousClock.Instant, input: ArraySlice<UInt8>, ends: [Int32?]
  ) {
    self.process = process
    self.deadline = deadline
    self.input = input
    self.ends = ends
  }
}

// Talking.
extension ChildProcess {
  /// Feeds the child and listens to it until it says no more, has ended, or its time is up.
  private mutating func converse() {
    if input.isEmpty { closeEnd(0) }
    while ends[1] != nil || ends[2] != nil {
      let remaining = ContinuousClock.now.duration(to: deadline)
      guard remaining > .zero else { return }
      var polled = ends.enumerated().map { place, end in
        pollfd(fd: end ?? -1, events: Int16(place == 0 ? POLLOUT : POLLIN), revents: 0)
      }
      // A child may end while a process that it started holds its output open: look after it now and then.
      let quiet = poll(&polled, nfds_t(polled.count), remaining < .milliseconds(50) ? 1 : 50) <= 0
      if quiet, isOver() { return }
      for place in polled.indices where polled[place].revents != 0 { exchange(at: place) }
    }
  }

  private mutating func exchange(at place: Int) {
    guard let end = ends[place] else { return }
    switch place {
    case 0:
      // A child that reads no more is told nothing more; what it answers counts all the same.
      guard let sent = ByteStream.send(input.prefix(1 << 16), to: end) else { return closeEnd(0) }
      input = input.dropFirst(sent)
      if input.isEmpty { closeEnd(0) }
    case 1: if !ByteStream.receive(from: end, into: &outcome.output) { closeEnd(1) }
    default: if !ByteStream.receive(from: end, into: &outcome.complaints) { closeEnd(2) }
    }
  }

  private mutating func closeEnd(_ place: Int) {
    if let end = ends[place] { close(end) }
    ends[place] = nil
  }
}

// Ending.
extension ChildProcess {
  /// Waits for the end of the child, or makes one at the deadline.
  private mutating func finish() {
    for place in ends.indices { closeEnd(place) }
    while !isOver() {
      if ContinuousClock.now >= deadline { return stop() }
      usleep(1000)
    }
  }

  /// Whether the child has ended, of itself; how is in the outcome then.
  private mutating func isOver() -> Bool {
    if hasEnded { return true }
    var status: Int32 = 0
    let result = waitpid(process, &status, WNOHANG)
    if result == 0 || result < 0 && errno == EINTR { return false }
    hasEnded = true
    if result == process { outcome.ending = Self.ending(of: status) }
    return true
  }

  private mutating func stop() {
    kill(process, SIGKILL)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    hasEnded = true
    outcome.ending = .timedOut
  }

  /// Reads a status as `WIFEXITED` and its kin do, which are macros.
  private static func ending(of status: Int32) -> Ending {
    let signal = status & 0x7F
    return signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal)
  }
}
