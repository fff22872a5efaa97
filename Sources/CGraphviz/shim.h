#ifndef FISHBONE_CGRAPHVIZ_SHIM_H
#define FISHBONE_CGRAPHVIZ_SHIM_H

#include <graphviz/gvc.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

// cgraph takes names and values as `char *`, which Swift strings can't be passed to, and keeps its graph kinds
// and file-loading switches in globals, which strict concurrency refuses. These functions give both a
// `const char *` door.

static inline Agraph_t *fishbone_parse_graph(const char *text) {
  agreadline(1);
  return agmemread(text);
}

// A parse leaves two things behind for the next: what followed the graph, and, when a quote, a comment or a bracket was not closed, a
// scanner that waits for its end. This takes both away.
static inline void fishbone_forget_text(void) {
  static const char *const ends[] = {"\"", "*/", 0};
  enum { brackets = 1 << 16, attempts = 600 };
  char *closing = 0;
  Agraph_t *graph;
  while ((graph = agmemread(""))) agclose(graph);
  for (int attempt = 0; attempt < attempts; attempt++) {
    graph = agmemread("digraph{}");
    if (graph) break;
    const char *end = ends[attempt % 3];
    if (!end) {
      if (!closing && (closing = (char *)malloc(brackets + 1))) {
        memset(closing, '>', brackets);
        closing[brackets] = 0;
      }
      end = closing ? closing : ">";
    }
    graph = agmemread(end);
    if (graph) agclose(graph);
  }
  if (graph) agclose(graph);
  free(closing);
}

static inline const char *fishbone_attribute(void *object, Agsym_t *symbol) {
  return agxget(object, symbol);
}

static inline Agsym_t *fishbone_next_symbol(Agraph_t *graph, int kind, Agsym_t *symbol) {
  return agnxtattr(graph, kind, symbol);
}

static inline Agnode_t *fishbone_head(Agedge_t *edge) {
  return aghead(edge);
}

// The place of an arc in the order of the file.
static inline unsigned long fishbone_sequence(Agedge_t *edge) {
  return AGSEQ(edge);
}

extern char *HTTPServerEnVar;
extern char *Gvfilepath;

// Graphviz loads images and shape files named by attributes unless it believes that it runs behind a web
// server without a file path.
static inline void fishbone_forbid_files(void) {
  HTTPServerEnVar = (char *)"fishbone";
  Gvfilepath = 0;
}

// Graphviz keeps its state in globals: whoever calls it, to parse or to draw, holds this lock. Rooms that don't know each other
// share it, since the linker makes one of the definitions that they all see.
__attribute__((weak)) pthread_mutex_t fishbone_graphviz_mutex = PTHREAD_MUTEX_INITIALIZER;

static inline void fishbone_lock_graphviz(void) {
  pthread_mutex_lock(&fishbone_graphviz_mutex);
}

static inline void fishbone_unlock_graphviz(void) {
  pthread_mutex_unlock(&fishbone_graphviz_mutex);
}

#endif
