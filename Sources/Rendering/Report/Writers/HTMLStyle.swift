/// The style sheet of a page: light and dark, from the width of a phone to that of a wall, and on paper.
enum HTMLStyle {
  static let sheet = """
    :root{color-scheme:light dark;--page:#fff;--card:#f4f5f7;--text:#1a1a1a;--quiet:#555;--rule:#d0d3d8;--link:#00558c;--mark:#0072b2}
    @media screen and (prefers-color-scheme:dark){:root{--page:#16181c;--card:#20242a;--text:#e8e8e8;--quiet:#b3b7bd;--rule:#3d434b;\
    --link:#7cc4f4;--mark:#56b4e9}}
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
    body{margin:0 auto;padding:1.25rem 1rem 4rem;max-width:72rem;background:var(--page);color:var(--text);\
    font:1rem/1.5 system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif;overflow-wrap:anywhere}
    h1{font-size:clamp(1.5rem,1.1rem + 2vw,2.25rem);line-height:1.2;margin:.1em 0 .6em}
    h2{font-size:1.375rem;line-height:1.25;margin:2.5rem 0 .75rem;padding-top:.75rem;border-top:1px solid var(--rule)}
    h3{font-size:1.0625rem;margin:1.75rem 0 .5rem}
    p,ul{max-width:46rem;margin:.6rem 0}
    a{color:var(--link)}
    .sort{margin:0;color:var(--quiet)}
    .rest{color:var(--quiet);margin-top:0}
    nav ol{margin:1rem 0 0;padding-left:1.5rem;columns:16rem;max-width:60rem}
    dl{margin:.75rem 0}
    dl div{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:0 1rem;padding:.3rem 0}
    dt{color:var(--quiet)}dd{margin:0}
    .summary{background:var(--card);border-left:.375rem solid var(--mark);border-radius:.25rem;padding:.6rem 1rem;max-width:60rem}
    .summary dd{font-weight:600}
    .facts{max-width:60rem}.facts div{border-bottom:1px solid var(--rule)}
    .scroll{overflow-x:auto;max-width:100%;margin:.75rem 0}
    .scroll:focus-visible,pre:focus-visible,a:focus-visible{outline:3px solid var(--mark);outline-offset:2px}
    table{border-collapse:collapse;min-width:min(100%,30rem);font-variant-numeric:tabular-nums;overflow-wrap:break-word}
    caption{text-align:left;color:var(--quiet);padding:.25rem 0 .5rem}
    th,td{padding:.35rem .75rem;border-bottom:1px solid var(--rule);text-align:start;vertical-align:top;max-width:28rem}
    td:first-child,th:first-child{padding-left:.25rem}
    thead th,thead td{border-bottom:2px solid var(--quiet);vertical-align:bottom}
    tbody th{font-weight:500}
    .number{text-align:right;white-space:nowrap}
    thead .number{white-space:normal}
    figure{margin:1rem 0}
    figcaption{color:var(--quiet);max-width:46rem;font-size:.9375rem}
    svg{display:block}
    .chart{width:100%;max-width:48rem;min-width:36rem;height:auto}
    .paper{background:#fff;border:1px solid var(--rule);border-radius:.25rem;padding:.5rem}
    .picture{height:auto;width:100%;min-width:48rem;margin:auto}
    pre{background:var(--card);padding:.75rem 1rem;border-radius:.25rem;white-space:pre-wrap;max-width:60rem;font-size:.9375rem}
    code{font-family:ui-monospace,"DejaVu Sans Mono",monospace}
    @media (max-width:30rem){dl div{grid-template-columns:1fr}h2{margin-top:2rem}.chart{min-width:32rem}}
    @page{margin:16mm 14mm}
    @media print{
    body{max-width:none;padding:0;font-size:10pt}
    nav{display:none}
    a{color:inherit;text-decoration:none}
    figcaption,pre{font-size:9pt}
    h1{font-size:18pt}h2{font-size:13pt;margin-top:16pt}h3{font-size:11pt}
    h2,h3,caption{break-after:avoid}
    tr,figure,dl div,.summary{break-inside:avoid}
    thead{display:table-header-group}
    .scroll{overflow:visible}
    table{font-size:8.5pt;min-width:0}th,td{padding:2pt 4pt;max-width:60mm}
    .chart{min-width:0;max-width:150mm}
    .picture{min-width:0;max-height:235mm}
    .summary,pre{background:none;border:1px solid #999}.summary{border-left:4pt solid #0072b2}
    }

    """
}
