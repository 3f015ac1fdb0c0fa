// What JavaRosa, the engine of ODK Collect, says of the same questionnaires and changes.
//   java -cp ODK_Validate.jar Collect.java FORMS OUT
// A line for each questionnaire: its states, or why it could not be read, or at which change it failed.
// The archive comes with the converter pyxform and contains the engine.

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.javarosa.core.model.CoreModelModule;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.services.PrototypeManager;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormAnswerDataParser;
import org.javarosa.xform.util.XFormUtils;

class Collect {
    static final ObjectMapper JSON = new ObjectMapper();

    final FormDef form;
    final FormEntryModel model;
    final FormEntryController controller;

    /** Questions, groups and instances that a person can come to, by path. */
    final Map<String, FormIndex> reached = new LinkedHashMap<>();

    /** Prompts for one instance more, by the path of the repeat without number. */
    final Map<String, FormIndex> more = new HashMap<>();

    public static void main(String[] arguments) throws Exception {
        PrototypeManager.registerPrototypes(JavaRosaCoreModule.classNames);
        PrototypeManager.registerPrototypes(CoreModelModule.classNames);
        new XFormsModule().registerModule();
        try (BufferedReader forms = Files.newBufferedReader(Path.of(arguments[0]));
                PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(arguments[1])))) {
            for (String line; (line = forms.readLine()) != null; ) {
                JsonNode form = JSON.readTree(line);
                if (!form.has("xform")) continue;
                ObjectNode outcome = JSON.createObjectNode().put("id", form.get("id").asText());
                try {
                    new Collect(form).answer(form, outcome);
                } catch (Exception | StackOverflowError reason) {
                    outcome.put("refused", reason.toString().split("\n")[0]);
                }
                out.println(outcome);
            }
        }
    }

    Collect(JsonNode source) throws Exception {
        byte[] xform = source.get("xform").asText().getBytes(StandardCharsets.UTF_8);
        form = XFormUtils.getFormFromInputStream(new ByteArrayInputStream(xform));
        model = new FormEntryModel(form);
        controller = new FormEntryController(model);
        form.initialize(true, new InstanceInitializationFactory());
        String[] languages = model.getLanguages();
        String code = "(" + source.get("language").asText() + ")";
        if (languages != null) {
            for (String language : languages) if (language.endsWith(code)) controller.setLanguage(language);
        }
    }

    void answer(JsonNode source, ObjectNode outcome) {
        ArrayNode states = outcome.putArray("states");
        for (JsonNode change : source.get("changes")) {
            try {
                walk();
                if (!change.isNull()) change(change);
                walk();
                states.add(said());
            } catch (Exception reason) {
                outcome.put("failed", reason.toString().split("\n")[0]);
                return;
            }
        }
    }

    /** Goes through the questionnaire as a person does; instances that are counted are made on the way. */
    void walk() {
        int before;
        do {
            before = reached.size();
            reached.clear();
            more.clear();
            FormIndex index = FormIndex.createBeginningOfFormIndex();
            while (!(index = model.incrementIndex(index)).isEndOfFormIndex()) {
                if (!model.isIndexRelevant(index)) continue;
                model.setQuestionIndex(index);
                String path = path(index.getReference());
                if (model.getEvent(index) != FormEntryController.EVENT_PROMPT_NEW_REPEAT) reached.put(path, index);
                else if (!path.endsWith("[1]")) more.put(withoutNumber(path), index);
                else {
                    // On our page a repeat begins with an instance, also within an instance that was added.
                    controller.newRepeat(index);
                    reached.put(path, index);
                }
            }
        } while (reached.size() != before);
    }

    void change(JsonNode change) throws Exception {
        if (change.has("give")) {
            FormIndex index = at(change.get("give").asText());
            FormEntryPrompt prompt = model.getQuestionPrompt(index);
            // As on the screen: choices are looked up before one is taken.
            if (prompt.getQuestion().getChoices() != null || prompt.getQuestion().getDynamicChoices() != null) prompt.getSelectChoices();
            String value = change.get("value").asText();
            IAnswerData data = value.isEmpty() ? null : XFormAnswerDataParser.getAnswerData(value, prompt.getDataType(), prompt.getQuestion());
            controller.saveAnswer(index, data, true);
        } else if (change.has("add")) {
            FormIndex index = more.get(withoutNumber(change.get("add").asText()));
            if (index == null) throw new Exception("no further instance can be added");
            controller.newRepeat(index);
        } else {
            controller.deleteRepeat(at(change.get("remove").asText()));
        }
    }

    FormIndex at(String path) throws Exception {
        FormIndex index = reached.get(path);
        if (index == null) throw new Exception("nobody comes to " + path);
        return index;
    }

    ObjectNode said() {
        ObjectNode entries = JSON.createObjectNode();
        TreeElement root = form.getMainInstance().getRoot();
        for (int i = 0; i < root.getNumChildren(); i++) say(root.getChildAt(i), entries);
        return entries;
    }

    void say(TreeElement element, ObjectNode entries) {
        if (element.getMult() == TreeReference.INDEX_TEMPLATE || !element.isRelevant()) return;
        String path = path(element.getRef());
        FormIndex index = reached.get(path);
        ObjectNode entry = JSON.createObjectNode();
        if (element.isChildable() && element.getNumChildren() > 0) {
            // A surplus instance stays in the tree and is not shown.
            if (element.isRepeatable() && index == null) entry.put("hidden", true);
            if (index != null) entry.put("label", text(model.getCaptionPrompt(index).getQuestionText()));
            entries.set(path, entry);
            for (int i = 0; i < element.getNumChildren(); i++) say(element.getChildAt(i), entries);
            return;
        }
        if (index != null) {
            FormEntryPrompt prompt = model.getQuestionPrompt(index);
            ArrayNode choices = entry.putArray("choices");
            if (prompt.getQuestion().getChoices() != null || prompt.getQuestion().getDynamicChoices() != null) {
                for (SelectChoice choice : prompt.getSelectChoices()) {
                    choices.addArray().add(choice.getValue()).add(text(prompt.getSelectChoiceText(choice)));
                }
            }
            entry.put("label", text(prompt.getQuestionText()))
                    .put("hint", text(prompt.getHelpText()))
                    .put("required", prompt.isRequired())
                    .put("readonly", prompt.isReadOnly())
                    .put("control", true);
        }
        IAnswerData value = element.getValue();
        entry.put("value", value == null ? "" : value.uncast().getString());
        entry.put("valid", value == null || form.evaluateConstraint(element.getRef(), value));
        entries.set(path, entry);
    }

    static String text(String text) {
        return text == null ? "" : text;
    }

    String path(TreeReference reference) {
        StringBuilder path = new StringBuilder();
        TreeReference generic = TreeReference.rootRef();
        for (int level = 0; level < reference.size(); level++) {
            generic = generic.extendRef(reference.getName(level), 0);
            if (level == 0) continue;
            if (level > 1) path.append('/');
            path.append(reference.getName(level));
            TreeElement template = form.getMainInstance().getTemplatePath(generic);
            if (template != null && template.isRepeatable()) {
                path.append('[').append(reference.getMultiplicity(level) + 1).append(']');
            }
        }
        return path.toString();
    }

    static String withoutNumber(String path) {
        return path.endsWith("]") ? path.substring(0, path.lastIndexOf('[')) : path;
    }
}
