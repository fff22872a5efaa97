import Interchange
import Testing
import _TestSupport

/// What is wrong with a graph is said in the words expected here, at the place of the mark.
@Suite struct GraphErrorTests {
  @Test(arguments: kinds + numbers + structure + duplicates + attributes + regressors)
  func `what is wrong is said where it is written`(malformed: MalformedText) throws {
    let error = try #require(throws: FormatError.self) {
      try GraphSamples.graph(malformed.marked.text)
    }
    #expect(malformed.difference(from: error) == nil)
    #expect(error.isAboutMeaning)
  }

  @Test(arguments: syntax)
  func `what is no graph is said where it goes wrong`(malformed: MalformedText) throws {
    let error = try #require(throws: FormatError.self) {
      try GraphSamples.graph(malformed.marked.text)
    }
    #expect(malformed.difference(from: error) == nil)
    #expect(!error.isAboutMeaning)
  }

  @Test func `ten problems are reported at once`() throws {
    let error = try #require(throws: FormatError.self) { try GraphSamples.graph(Self.manyProblems) }
    try expectSnapshot(
      "\(error)\n", named: "graph-problems.txt",
      filePath: Repository.path("Tests/InterchangeTests/GraphErrorTests.swift"))
    #expect(error.diagnostics.count == 10)
    #expect(error.diagnostics.allSatisfy { $0.position != nil })
  }

  @Test func `lines and excerpts are right in a file of Windows`() throws {
    let windows = Self.manyProblems.replacing("\n", with: "\r\n")
    let expected = try #require(throws: FormatError.self) {
      try GraphSamples.graph(Self.manyProblems)
    }
    let found = try #require(throws: FormatError.self) { try GraphSamples.graph(windows) }
    #expect("\(found)" == "\(expected)")
  }

  @Test func `of very many problems a hundred are shown and the rest counted`() throws {
    let nodes = (0..<150).map { "  n\($0) [kind=stap];" }.joined(separator: "\n")
    let error = try #require(throws: FormatError.self) {
      try GraphSamples.graph("digraph {\n\(nodes)\n}")
    }
    #expect(error.diagnostics.count == 101)
    #expect(error.diagnostics.last?.message == "and 50 more problems from here on")
    #expect(error.diagnostics.last?.position?.line == 102)
  }

  @Test func `a very long value is not shown whole`() throws {
    let error = try #require(throws: FormatError.self) {
      try GraphSamples.graph("digraph { a [kind=\"\(String(repeating: "x", count: 100_000))\"] }")
    }
    #expect("\(error)".utf8.count < 400)
  }

  private static let manyProblems = """
    digraph ten {
      rankdri=LR;
      mixer   [kind=stp, prior="0.9 0.1"];
      paste   [kind=lot, prior="0.9 0.2"];
      oven    [kind=step, states="on,off,on"];
      product [kind=context];
      voids   [kind=defect, prior="0.9 0.1"];
      cracks  [kind=defect, cpt="0.9 0.1"];
      xray    [kind=test, costs=12];
      paste -> voids [strength=0.3];
      paste -> cracks;
      voids -> xrya;
    }
    """
}

extension GraphErrorTests {
  static let kinds: [MalformedText] = [
    .init(
      "digraph { a [kind=test, reading=gaussian, 👉prior_group=x] }",
      "'a': a reading has no table whose prior could be fitted; take prior_group away"),
    .init(
      "digraph { a [kind=lot, tie=t, prior_group=x]; b [kind=lot, tie=t, 👉prior_group=y] }",
      "'b': its prior_group differs from that of others to which it is tied"),
    .init(
      "digraph {\n  a [👉kind=stap];\n}", "'a': there is no kind 'stap'; did you mean 'step'?"),
    .init(
      "digraph { a [👉kind=machine] }",
      "'a': there is no kind 'machine'; the kinds are step, lot, station, defect, test, context"),
    .init(
      "digraph { 👉a }",
      "'a': it has no kind; say kind= and one of step, lot, station, defect, test, context"),
    .init(
      "digraph { 👉a [kind=context] }",
      "'a': a context names its states: states=\"a,b\", the nominal one first"),
    .init(
      "digraph { a [kind=step, 👉states=\"on,off,on\"] }", "'a': it has the state 'on' twice"),
    .init(
      "digraph { a [kind=step, 👉states=\"on\"] }",
      "'a': states are two names or more, separated by commas"),
    .init(
      "digraph { a [kind=step, 👉states=\"on,,off\"] }",
      "'a': states are two names or more, separated by commas"),
    .init(
      "digraph { a [kind=test, 👉bins=\"low<high\"] }",
      "'a': 'low<high' are no bins; names and rising numbers alternate: low<20<normal<50<high"),
    .init(
      "digraph { a [kind=test, 👉bins=\"low<2<mid<1<high\"] }",
      "'a': 'low<2<mid<1<high' are no bins; names and rising numbers alternate: low<20<normal<50<high"
    ),
    .init(
      "digraph { a [kind=test, bins=\"low<2<high\", 👉states=\"low,hi\"] }",
      "'a': states and bins name different states; name low, high, the nominal one first"),
    .init(
      "digraph { a [kind=step, 👉cost=-1] }", "'a': cost is a number of 0 or more, not '-1'"),
    .init(
      "digraph { a [kind=step, 👉cost=nan] }", "'a': cost is a number of 0 or more, not 'nan'"),
    .init(
      "digraph { a [kind=step, 👉cpd=noisymax] }",
      "'a': there is no cpd 'noisymax'; did you mean 'noisy_max'?"),
    .init(
      "digraph { a [kind=step, 👉cpd=tree] }", "'a': there is no cpd 'tree'; use table or noisy_max"),
    .init(
      "digraph { a [kind=test, 👉reading=normal] }",
      "'a': there is no reading 'normal'; use reading=gaussian"),
    .init(
      "digraph { a [👉kind=lot, reading=gaussian] }",
      "'a': a reading is a test or a context; a lot has states"),
    .init(
      "digraph { a [kind=test, reading=gaussian, 👉bins=\"a<1<b\", 👉key=k] }",
      "'a': a reading is a number and has no bins; take reading= or bins= away",
      "'a': a reading belongs to its unit and has no key"),
    .init(
      "digraph { a [kind=test, 👉unit=\"N m\"] }",
      "'a': only a reading has a unit; add reading=gaussian"),
    .init("digraph { 👉\"\" [kind=step] }", "'': a variable needs a name"),
  ]

  static let numbers: [MalformedText] = [
    .init(
      "digraph { a [kind=lot, 👉prior=\"0.9 0.2\"] }",
      "'a': prior: the probabilities sum to 1.1, not to 1"),
    .init(
      "digraph { a [kind=lot, 👉prior=\"0.9 0.099998\"] }",
      "'a': prior: the probabilities sum to 0.999998, not to 1"),
    .init(
      "digraph { a [kind=lot, 👉prior=\"1.5 -0.5\"] }",
      "'a': prior: 1.5 is not a probability; it lies between 0 and 1"),
    .init(
      "digraph { a [kind=lot, 👉prior=\"0.9\"] }",
      "'a': prior: '0.9' is not a probability for each of its states (good, bad)"),
    .init(
      "digraph { a [kind=lot, 👉prior=\"nine one\"] }",
      "'a': prior: 'nine one' is not a probability for each of its states (good, bad)"),
    .init(
      "digraph { a [kind=lot, 👉prior=\"nan 1\"] }",
      "'a': prior: 'nan 1' is not a probability for each of its states (good, bad)"),
    .init(
      "digraph { a [kind=lot, 👉prior=\"0.9 0.1; 0.8 0.2\"] }",
      "'a': prior has 2 rows; a variable without parents has one row"),
    .init(
      "digraph { a [kind=lot, prior=\"1 0\", 👉cpt=\"1 0\"] }",
      "'a': it has a prior and a cpt; give one"),
    .init(
      "digraph { a [kind=lot]; b [kind=step, 👉prior=\"1 0\"]; a -> b }",
      "'b': a prior is for a variable without parents, and it has a; give a cpt with a row for each of their joint states"
    ),
    .init(
      "digraph { a [kind=lot]; b [kind=step, 👉cpt=\"1 0\"]; a -> b }",
      "'b': cpt has 1 row; a row for each joint state of a=good|bad, the first slowest, makes 2"),
    .init(
      "digraph { a [kind=lot]; b [kind=step, 👉cpt=\"1 0; 0.5 0.4; 0.5 0.5\"]; c [kind=lot]; a -> b; c -> b }",
      "'b': cpt has 3 rows; a row for each joint state of a=good|bad, c=good|bad, the first slowest, makes 4"
    ),
    .init(
      "digraph { a [kind=lot]; b [kind=step, 👉👉cpt=\"1 0.1; 0.5 x\"]; a -> b }",
      "'b': cpt, row 2 (a=bad): '0.5 x' is not a probability for each of its states (in_control, out_of_control)"
    ),
    .init(
      "digraph { a [kind=lot]; b [kind=step, 👉👉cpt=\"1 0.1; 0.5 0.4\"]; a -> b }",
      "'b': cpt, row 1 (a=good): the probabilities sum to 1.1, not to 1",
      "'b': cpt, row 2 (a=bad): the probabilities sum to 0.9, not to 1"),
    .init(
      "digraph { a [kind=test, reading=gaussian, 👉prior=\"3 0\"] }",
      "'a': prior: the standard deviation 0.0 is not above 0"),
    .init(
      "digraph { a [kind=test, reading=gaussian, 👉prior=\"3\"] }",
      "'a': prior: '3' is not a mean and a standard deviation"),
    .init(
      "digraph { a [kind=step, 👉weight=5] }",
      "'a': weight tells what expert numbers are worth, and there are none; add prior or cpt"),
    .init(
      "digraph { a [kind=step, prior=\"1 0\", 👉weight=0] }",
      "'a': weight is the number of records that the numbers are worth, above 0, not '0'"),
    .init(
      "digraph { a [kind=step, 👉leak=0.1] }", "'a': only a noisy_max has a leak; add cpd=noisy_max"),
    .init(
      "digraph { a [kind=step]; b [kind=defect]; a -> b [👉strength=0.3] }",
      "the arc a -> b has a strength, but 'b' is no noisy_max; give 'b' cpd=noisy_max or take the strength away"
    ),
    .init(
      "digraph { a [kind=step]; c [kind=lot]; b [kind=defect, cpd=noisy_max, leak=0]; a -> b [strength=1]; 👉c -> b }",
      "the arc c -> b lacks its strength"),
    .init(
      "digraph { a [kind=step]; 👉b [kind=defect, cpd=noisy_max]; a -> b [strength=0.3] }",
      "'b': a noisy_max with strengths has a leak: what happens when no parent causes anything"),
    .init(
      "digraph { a [kind=step]; 👉b [kind=defect, cpd=noisy_max, weight=9]; a -> b [strength=0.3] }",
      "'b': a noisy_max with strengths has a leak: what happens when no parent causes anything"),
    .init(
      "digraph { b [kind=defect, cpd=noisy_max, leak=0, 👉cpt=\"1 0\"] }",
      "'b': a noisy_max takes its numbers from the strength of its arcs and its leak, not from a cpt"
    ),
    .init(
      "digraph { b [kind=defect, cpd=noisy_max, 👉leak=1.5] }",
      "'b': leak '1.5' is not a probability"),
    .init(
      "digraph { b [kind=defect, states=\"a,b,c\", cpd=noisy_max, 👉leak=0.5] }",
      "'b': leak '0.5' is not 3 probabilities that sum to 1"),
    .init(
      "digraph { a [kind=step, states=\"a,b,c\"]; b [kind=defect, cpd=noisy_max, leak=0]; a -> b [👉strength=0.3] }",
      "a -> b: strength has 1 row where the off-nominal states ask for 2"),
    .init(
      "digraph { a [kind=step, 👉tie=t, prior=\"1 0\"]; b [kind=lot, states=\"a,b,c\", tie=t] }",
      "'a': the families tied as 't' (a, b) differ in their states or those of their parents"),
    .init(
      "digraph { a [kind=step, tie=t, prior=\"1 0\"]; b [kind=lot, 👉tie=t, prior=\"0.5 0.5\"] }",
      "'b': its numbers differ from those of 'a', to which it is tied"),
  ]

  static let structure: [MalformedText] = [
    .init(
      "digraph { node [kind=step]; a; b; c;\n👉a -> b;\nb -> c; c -> a }",
      "the arcs run in a circle: a -> b (line 2), b -> c (line 3), c -> a (line 3);"
        + " a cause can't be its own effect"),
    .init(
      "digraph { node [kind=step]; a; 👉a -> a }",
      "the arcs run in a circle: a -> a (line 1); a cause can't be its own effect"),
    .init(
      "digraph { node [kind=step]; a; b; c; d; 👉a -> b -> a\n👉c->d;d->c; b -> c}",
      "the arcs run in a circle: a -> b (line 1), b -> a (line 1); a cause can't be its own effect",
      "the arcs run in a circle: c -> d (line 2), d -> c (line 2); a cause can't be its own effect"),
    .init(
      "digraph { voids [kind=defect]; voids -> 👉xrya; xray [kind=test] }",
      "'xrya' stands in an arc but is not declared; did you mean 'xray'?"),
    .init(
      "digraph { voids [kind=defect]; 👉void -> voids }",
      "'void' stands in an arc but is not declared; did you mean 'voids'?"),
    .init(
      "digraph { node [kind=step]; \"größe\"; \"größe\" -> {👉b 👉\"c d\"} }",
      "'b' stands in an arc but is not declared", "'c d' stands in an arc but is not declared"),
    .init(
      "digraph { a [kind=test, reading=gaussian]; b [kind=defect, cpt=\"1 0; 1 0\"]; 👉a -> b }",
      "'a' is a reading and can't be a parent; cut it into states with bins=…"),
    .init(
      "digraph { a [kind=step] } 👉digraph { b [kind=step] }",
      "a file has one graph; what follows it would be lost"),
    .init(
      "digraph { a [kind=step] } 👉}", "a file has one graph; what follows it would be lost"),
  ]

  static let duplicates: [MalformedText] = [
    .init(
      "digraph { a [kind=step];\n  👉a [tie=t];\n  👉a [label=A] }",
      "'a' is declared twice; first in line 1", "'a' is declared twice; first in line 1"),
    .init(
      "digraph { a [kind=step, 👉kind=step] }", "'kind' is set twice; first in line 1"),
    .init("digraph { title=A; 👉title=B; a [kind=step] }", "'title' is set twice; first in line 1"),
    .init(
      "digraph { node [kind=step]; a; b;\na -> b;\n👉a -> b }",
      "the arc a -> b is drawn twice; first in line 2"),
    .init(
      "strict digraph { node [kind=step]; a; b; a -> b; 👉a:n -> b:s }",
      "the arc a -> b is drawn twice; first in line 1"),
    .init(
      "digraph { node [kind=step]; a; b; c; a -> {b c}\n{👉a -> b} }",
      "the arc a -> b is drawn twice; first in line 1"),
    .init(
      "digraph { node [kind=step]; a; b; c; d; {a b} -> c, d\n👉b -> d }",
      "the arc b -> d is drawn twice; first in line 1"),
    .init(
      "digraph { node [kind=step]; subgraph s {a} b; subgraph s {} -> b; 👉a -> b }",
      "the arc a -> b is drawn twice"),
  ]

  static let regressors: [MalformedText] = [
    .init(
      "digraph { a [kind=lot, 👉regressors=x] }",
      "'a': only a reading has regressors; add reading=gaussian"),
    .init(
      "digraph { a [kind=test, reading=gaussian, 👉regressors=\"x,,y\"] }",
      "'a': regressors are names of record columns, separated by commas"),
    .init(
      "digraph { a [kind=test, reading=gaussian, 👉regressors=\"x, y, x\"] }",
      "'a': it has the regressor 'x' twice"),
    .init(
      "digraph { b [kind=lot, column=x]; a [kind=test, reading=gaussian, 👉regressors=x] }",
      "'a': its regressor 'x' is the variable 'b' or its column; a regressor is a column of its own"
    ),
    .init(
      "digraph { b [kind=lot, key=x]; a [kind=test, reading=gaussian, 👉regressors=x] }",
      "'a': its regressor 'x' is a key; a regressor is a column of its own"),
    .init(
      "digraph { a [kind=test, reading=gaussian, 👉typical=\"1 2\"] }",
      "'a': typical tells where regressors lie, and there are none; add regressors"),
    .init(
      "digraph { a [kind=test, reading=gaussian, regressors=\"x,y\", 👉typical=\"1 2; 3\"] }",
      "'a': typical is a mean and a standard deviation for each regressor (x, y),"
        + " with semicolons between them, not '1 2; 3'"),
    .init(
      "digraph { a [kind=test, reading=gaussian, regressors=x, 👉typical=\"1 -2\"] }",
      "'a': typical is a mean and a standard deviation for each regressor (x),"
        + " with semicolons between them, not '1 -2'"),
    .init(
      "digraph { a [kind=test, reading=gaussian, regressors=x, 👉prior=\"1 2\"] }",
      "'a': prior: '1 2' is not a mean and a standard deviation, and a slope for each of x"),
  ]

  static let attributes: [MalformedText] = [
    .init(
      "digraph { a [kind=step, 👉costs=3] }",
      "'a': a node has no attribute 'costs'; did you mean 'cost'?"),
    .init(
      "digraph { a [kind=step, 👉Kind=step] }",
      "'a': a node has no attribute 'Kind'; did you mean 'kind'?"),
    .init("digraph { a [kind=step, 👉frobnicate=3] }", "'a': a node has no attribute 'frobnicate'"),
    .init(
      "digraph { a [kind=step, 👉shape=box] }",
      "'a': 'shape' is drawn from the kind and the posteriors; leave it out"),
    .init(
      "digraph { a [kind=step, 👉image=\"/etc/passwd\"] }",
      "'a': 'image' is refused: a graph may neither load files nor link anywhere"),
    .init(
      "digraph { 👉titel=x; a [kind=step] }",
      "a graph has no attribute 'titel'; did you mean 'title'?"),
    .init(
      "digraph { graph [👉stylesheet=x]; a [kind=step] }",
      "'stylesheet' is refused: a graph may neither load files nor link anywhere"),
    .init("digraph { 👉charset=latin1; a [kind=step] }", "charset is UTF-8, not 'latin1'"),
    .init(
      "digraph { node [kind=step]; a; b; a -> b [👉strenght=1] }",
      "a -> b: an arc has no attribute 'strenght'; did you mean 'strength'?"),
    .init(
      "digraph { node [kind=step]; a; b; a -> b [👉key=1] }", "a -> b: an arc has no attribute 'key'"
    ),
    .init(
      "digraph { node [👉kint=step, kind=step]; a; b; c }",
      "a node has no attribute 'kint'; did you mean 'kind'?"),
    .init(
      "digraph { node [kind=step]; edge [👉colour=red]; a; b; c; a -> b; b -> c }",
      "an arc has no attribute 'colour'; did you mean 'color'?"),
    .init(
      "digraph { subgraph cluster_a { 👉titel=x; a [kind=step] } }",
      "a subgraph has no attribute 'titel'"),
  ]

  static let syntax: [MalformedText] = [
    .init("", "there is no graph; a graph file reads: digraph name { … }"),
    .init("// nothing\n", "there is no graph; a graph file reads: digraph name { … }"),
    .init("👉hello", "the syntax is wrong near 'hello'"),
    .init("digraph {}", "the graph has no variables"),
    .init("graph { a }", "the graph is undirected; write 'digraph' and draw arcs with '->'"),
    .init("digraph {\n  a 👉-- b\n}", "the syntax is wrong near '--'; draw arcs with '->'"),
    .init(
      "digraph {\n  a [label=👉\"b]\n}\n", "this text does not end; its closing quote is missing"),
    .init("digraph {\n  a [label=👉<<b>x</b>]\n}\n", "this text does not end; a '>' is missing"),
    .init("digraph {\n  a 👉/* [label=b]\n}\n", "this comment does not end; '*/' is missing"),
    .init(
      "digraph { a [kind=step];\n👉  b [kind=step]", "the file ends too early; is a '}' missing?"),
    .init(
      "digraph {\n  👉2nd [kind=step] }",
      "a name that begins with a digit stands in quotes, unless it is a number"),
    .init("digraph {\n  a [kind👉] }", "the syntax is wrong near ']'"),
    .init("digraph { } }", "the graph has no variables"),
  ]
}
