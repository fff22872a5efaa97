// The library's own headers of ICU differ from those that Foundation brings, and nothing here needs them.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

// What is found in a document, in its order. An offset counts bytes from its start. Nothing is kept after a call.
typedef struct {
  // A start tag, whose end is at `offset`; `attributes` holds `count` names, each followed by its value and the value's length.
  void (*open)(void *user, long offset, const char *name, int count, const unsigned char *const *names,
               const unsigned char *const *values, const int *lengths);
  // An end tag.
  void (*close)(void *user);
  // Characters between tags.
  void (*text)(void *user, const unsigned char *bytes, int count);
  // What is wrong with the document; nothing follows.
  void (*error)(void *user, long offset, const char *message);
} fishbone_xml_handlers;

typedef struct {
  fishbone_xml_handlers handlers;
  void *user;
  xmlParserCtxtPtr context;
  int defaults;
  int has_error;
} fishbone_xml_run;

enum { fishbone_xml_default_limit = 100, fishbone_xml_attribute_limit = 64 };

static inline long fishbone_xml_offset(const fishbone_xml_run *run) {
  const xmlParserInput *input = run->context->input;
  return input == NULL ? 0 : (long)(input->consumed + (unsigned long)(input->cur - input->base));
}

static inline void fishbone_xml_fail(fishbone_xml_run *run, const char *message) {
  if (run->has_error) return;
  run->has_error = 1;
  run->handlers.error(run->user, fishbone_xml_offset(run), message);
  xmlStopParser(run->context);
}

static inline void fishbone_xml_open(void *data, const xmlChar *name, const xmlChar *prefix,
                                     const xmlChar *uri, int namespaces, const xmlChar **declared,
                                     int count, int defaulted, const xmlChar **attributes) {
  fishbone_xml_run *run = (fishbone_xml_run *)data;
  const unsigned char *names[fishbone_xml_attribute_limit], *values[fishbone_xml_attribute_limit];
  int lengths[fishbone_xml_attribute_limit];
  (void)prefix, (void)uri, (void)namespaces, (void)declared, (void)defaulted;
  if (count > fishbone_xml_attribute_limit) {
    fishbone_xml_fail(run, "an element has more than 64 attributes");
    return;
  }
  for (int i = 0; i < count; i++) {
    names[i] = attributes[5 * i];
    values[i] = attributes[5 * i + 3];
    lengths[i] = (int)(attributes[5 * i + 4] - attributes[5 * i + 3]);
  }
  run->handlers.open(run->user, fishbone_xml_offset(run), (const char *)name, count, names, values,
                     lengths);
}

static inline void fishbone_xml_close(void *data, const xmlChar *name, const xmlChar *prefix,
                                      const xmlChar *uri) {
  fishbone_xml_run *run = (fishbone_xml_run *)data;
  (void)name, (void)prefix, (void)uri;
  run->handlers.close(run->user);
}

static inline void fishbone_xml_text(void *data, const xmlChar *bytes, int count) {
  fishbone_xml_run *run = (fishbone_xml_run *)data;
  run->handlers.text(run->user, bytes, count);
}

// Entities are what bombs are made of and what loads files; networks need none.
static inline void fishbone_xml_entity(void *data, const xmlChar *name, int type, const xmlChar *public_id,
                                       const xmlChar *system_id, xmlChar *content) {
  (void)name, (void)type, (void)public_id, (void)system_id, (void)content;
  fishbone_xml_fail((fishbone_xml_run *)data, "the document declares an entity; write its text instead");
}

// An entity that a document type in another file may declare would vanish from the text.
static inline void fishbone_xml_reference(void *data, const xmlChar *name) {
  (void)name;
  fishbone_xml_fail((fishbone_xml_run *)data, "the document names an entity that it does not declare");
}

// Defaults of attributes are repeated in every element, so that a few bytes could become many.
static inline void fishbone_xml_attribute(void *data, const xmlChar *element, const xmlChar *name, int type,
                                          int def, const xmlChar *value, xmlEnumerationPtr tree) {
  fishbone_xml_run *run = (fishbone_xml_run *)data;
  (void)element, (void)name, (void)type, (void)def, (void)value;
  xmlFreeEnumeration(tree);
  if (++run->defaults > fishbone_xml_default_limit)
    fishbone_xml_fail(run, "the document declares more than 100 attributes; leave its DTD out");
}

#if LIBXML_VERSION >= 21200
static inline void fishbone_xml_error(void *data, const xmlError *error) {
#else
static inline void fishbone_xml_error(void *data, xmlErrorPtr error) {
#endif
  if (error->level >= XML_ERR_FATAL)
    fishbone_xml_fail((fishbone_xml_run *)data, error->message == NULL ? "" : error->message);
}

// Reads a document of UTF-8 text. No file and no address is opened, whatever the document names. Returns 0 when there is no memory.
static inline int fishbone_xml_parse(const char *bytes, int count, fishbone_xml_handlers handlers,
                                     void *user) {
  fishbone_xml_run run = {handlers, user, xmlCreateMemoryParserCtxt(bytes, count), 0, 0};
  if (run.context == NULL) return 0;
  xmlSAXHandler *sax = run.context->sax;
  *sax = (xmlSAXHandler){0};
  sax->initialized = XML_SAX2_MAGIC;
  sax->startElementNs = fishbone_xml_open;
  sax->endElementNs = fishbone_xml_close;
  sax->characters = sax->ignorableWhitespace = sax->cdataBlock = fishbone_xml_text;
  sax->entityDecl = fishbone_xml_entity;
  sax->reference = fishbone_xml_reference;
  sax->attributeDecl = fishbone_xml_attribute;
  sax->serror = fishbone_xml_error;
  run.context->userData = &run;
  xmlCtxtUseOptions(run.context, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
  xmlParseDocument(run.context);
  if (!run.context->wellFormed) fishbone_xml_fail(&run, "the document is not well-formed");
  xmlFreeParserCtxt(run.context);
  return 1;
}
