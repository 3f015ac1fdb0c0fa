// What the engine of ODK Web Forms says of the same questionnaires and changes.
//   node webforms.mjs FORMS OUT
// A line for each questionnaire: its states, or why it could not be read, or at which change it failed.
import { createReadStream, createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { JSDOM } from "jsdom";

// The engine was made for browsers: it wants a document, and a folder for the parser that it carries within itself.
const { window } = new JSDOM("<!doctype html>");
for (const name of ["window", "document", "DOMParser", "XMLSerializer", "Node", "Element", "Attr", "Text", "Comment", "CDATASection", "ProcessingInstruction", "CharacterData", "Document"]) {
  globalThis[name] = window[name];
}
globalThis.__dirname = "/";
const { loadForm } = await import("@getodk/xforms-engine");

const rootless = (reference) => reference.split("/").slice(2).join("/");

function walk(node, found) {
  const state = node.currentState;
  if (!state.relevant) return;
  found.set(rootless(state.reference), node);
  for (const child of state.children ?? []) walk(child, found);
}

function nodes(root) {
  const found = new Map();
  for (const child of root.currentState.children) walk(child, found);
  return found;
}

function said(root) {
  const entries = {};
  for (const [path, node] of nodes(root)) {
    const state = node.currentState;
    if (node.nodeType.startsWith("repeat-range")) continue;
    const label = state.label?.asString ?? "";
    if (state.instanceValue === undefined) {
      entries[path] = { label };
      continue;
    }
    entries[path] = {
      label,
      hint: state.hint?.asString ?? "",
      value: state.instanceValue,
      required: state.required,
      readonly: state.readonly,
      valid: node.validationState.constraint.valid,
      choices: (state.valueOptions ?? []).map((choice) => [choice.value, choice.label.asString]),
      control: node.nodeType,
    };
  }
  return entries;
}

function give(node, value) {
  switch (node?.nodeType) {
    case "select":
      return node.selectType === "select1" ? node.selectValue(value || null) : node.selectValues(value ? value.split(" ") : []);
    case "rank":
      return node.setValues(value ? value.split(" ") : []);
    case "trigger":
      return node.setValue(value === "OK");
    case "input":
    case "range":
      return node.setValue(value === "" && node.valueType !== "string" ? null : value);
    default:
      throw new Error(`cannot be answered: ${node?.nodeType}`);
  }
}

// On our page a repeat begins with an instance, also within an instance that was added.
function begin(root) {
  for (let empty = true; empty; ) {
    empty = [...ranges(root)].find((range) => range.nodeType === "repeat-range:uncontrolled" && range.currentState.children.length === 0);
    empty?.addInstances();
  }
}

function* ranges(node) {
  if (!node.currentState.relevant) return;
  if (node.nodeType.startsWith("repeat-range")) yield node;
  for (const child of node.currentState.children ?? []) yield* ranges(child);
}

function apply(root, change) {
  const found = nodes(root);
  if (change.give !== undefined) return give(found.get(change.give), change.value);
  const instance = found.get(change.add ?? change.remove);
  const range = instance.parent;
  if (change.add !== undefined) return range.addInstances();
  return range.removeInstances(range.currentState.children.indexOf(instance));
}

async function states(form) {
  const loaded = await loadForm(form.xform, { missingResourceBehavior: "BLANK" });
  if (loaded.status === "failure") return { refused: loaded.error.message };
  const { root } = loaded.createInstance();
  const language = root.languages.find((language) => language.language === form.named || language.locale === form.language);
  if (language) root.setLanguage(language);
  const states = [];
  for (const change of form.changes) {
    try {
      if (change) apply(root, change);
      begin(root);
      states.push(said(root));
    } catch (error) {
      return { states, failed: `${error.message}`.split("\n")[0] };
    }
  }
  return { states };
}

const out = createWriteStream(process.argv[3]);
for await (const line of createInterface({ input: createReadStream(process.argv[2]) })) {
  const form = JSON.parse(line);
  if (!form.xform) continue;
  let outcome;
  try {
    outcome = await states(form);
  } catch (error) {
    outcome = { refused: `${error.message}`.split("\n")[0] };
  }
  out.write(`${JSON.stringify({ id: form.id, ...outcome })}\n`);
}
out.end();
