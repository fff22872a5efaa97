import Learning

/// Writes the trace of a learning run as CSV.
public enum TraceWriter {
  /// Returns `iteration,log_likelihood,log_posterior,seconds`, a line for each entry.
  public static func csv(of trace: EMTrace) -> String {
    let lines = trace.entries.map { entry in
      "\(entry.iteration),\(entry.logLikelihood),\(entry.logPosterior),\(entry.seconds)"
    }
    return (["iteration,log_likelihood,log_posterior,seconds"] + lines).joined(separator: "\n")
      + "\n"
  }
}
