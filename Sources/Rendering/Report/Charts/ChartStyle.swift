/// The style sheet of charts. Colours are those of Okabe and Ito ([OI08]), lighter ones on dark; every difference that they make is
/// also one of shape, dashes or words.
enum ChartStyle {
  static let sheet = """
    .chart{--ink:#1a1a1a;--soft:#595959;--grid:#d9d9d9;--bar:#5b8db8;--against:#c98a4b;--cell:#c2410c;\
    --s0:#0072b2;--s1:#b34700;--s2:#007a58;--s3:#8a4f7d;--s4:#7a6200;--s5:#444;--lead:#0072b21f;\
    font:14px system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif}
    @media screen and (prefers-color-scheme:dark){.chart{--ink:#ececec;--soft:#b8b8b8;--grid:#444;--bar:#5b93c4;\
    --against:#d99a5b;--cell:#f97316;--s0:#56b4e9;--s1:#ff9a52;--s2:#3fc9a0;--s3:#e0a3cf;--s4:#e6cf4a;--s5:#ccc;--lead:#56b4e926}}
    .chart text{fill:var(--ink)}.chart .c-faint{fill:var(--soft);font-size:13px}.chart .c-strong{font-weight:600}
    .c-axis{stroke:var(--soft);stroke-width:1}.c-grid{stroke:var(--grid);stroke-width:1}
    .c-bar{fill:var(--bar)}.c-against{fill:var(--against)}.c-lead{fill:var(--lead)}
    .c-interval{stroke:var(--ink);stroke-width:1.5}.c-prior{stroke:var(--ink);stroke-width:3}
    .c-cell{fill:var(--cell);stroke:var(--grid);stroke-width:1}
    .c-line{fill:none;stroke:currentColor;stroke-width:1.8}.c-heavy{stroke-width:3.2}.c-mark{fill:currentColor}
    .c-series0{color:var(--s0)}.c-series1{color:var(--s1)}.c-series2{color:var(--s2)}
    .c-series3{color:var(--s3)}.c-series4{color:var(--s4)}.c-series5{color:var(--s5)}
    .c-line.c-series1{stroke-dasharray:8 4}.c-line.c-series2{stroke-dasharray:2 3}
    .c-line.c-series3{stroke-dasharray:10 3 2 3}.c-line.c-series4{stroke-dasharray:5 2}.c-line.c-series5{stroke-dasharray:1 5}

    """
}
