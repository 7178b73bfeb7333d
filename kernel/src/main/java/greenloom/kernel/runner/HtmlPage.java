package greenloom.kernel.runner;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** An executed notebook as a page that needs no other file. */
public final class HtmlPage {
    private static final List<TablesExtension> EXTENSIONS = List.of((TablesExtension) TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder().extensions(EXTENSIONS).build();

    /** The forms of an output, the best first. */
    private static final List<String> FORMS = List.of(
            "text/html", "image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp", "text/markdown",
            "text/plain");

    private final StringBuilder html = new StringBuilder();

    private HtmlPage() {}

    /** The page of {@code notebook}. */
    public static HtmlPage of(NotebookFile notebook, String title) {
        HtmlPage page = new HtmlPage();
        page.html.append("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(AnsiHtml.escaped(title)).append("</title>\n<style>\n").append(style())
                .append("</style>\n<main>\n");
        notebook.cells().forEach(page::add);
        page.html.append("</main>\n</html>\n");
        return page;
    }

    private static String style() {
        try (InputStream file = Objects.requireNonNull(HtmlPage.class.getResourceAsStream("page.css"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the kernel's own jar cannot be read", e);
        }
    }

    private void add(NotebookCell cell) {
        switch (cell.type()) {
            case "code" -> addCode(cell);
            case "markdown" ->
                html.append("<section class=\"text\">").append(markdown(cell.source())).append("</section>\n");
            default -> html.append("<pre>").append(AnsiHtml.escaped(cell.source())).append("</pre>\n");
        }
    }

    private static String markdown(String source) {
        return RENDERER.render(PARSER.parse(source));
    }

    private void addCode(NotebookCell cell) {
        JsonElement count = cell.json().get("execution_count");
        html.append("<section class=\"code\"><div class=\"prompt\">[")
                .append(count == null || count.isJsonNull() ? " " : count.getAsString())
                .append("]</div><pre class=\"source\">")
                .append(JavaHtml.of(cell.source())).append("</pre>\n");
        cell.outputs().forEach(output -> addOutput(output.getAsJsonObject()));
        html.append("</section>\n");
    }

    private void addOutput(JsonObject output) {
        switch (output.get("output_type").getAsString()) {
            case "stream" -> pre("output " + output.get("name").getAsString(), NotebookCell.text(output.get("text")));
            case "error" -> pre("output error", traceback(output));
            default -> addData(output.getAsJsonObject("data"));
        }
    }

    private static String traceback(JsonObject output) {
        StringBuilder text = new StringBuilder();
        output.getAsJsonArray("traceback").forEach(line -> text.append(line.getAsString()).append('\n'));
        return text.toString();
    }

    private void pre(String classes, String text) {
        html.append("<pre class=\"").append(AnsiHtml.escaped(classes)).append("\">").append(AnsiHtml.of(text))
                .append("</pre>\n");
    }

    private void addData(JsonObject data) {
        FORMS.stream().filter(data::has).findFirst()
                .ifPresent(form -> addData(form, NotebookCell.text(data.get(form))));
    }

    private void addData(String form, String content) {
        switch (form) {
            case "text/plain" -> pre("output result", content);
            case "text/markdown" -> html.append("<div class=\"output\">").append(markdown(content)).append("</div>\n");
            case "text/html", "image/svg+xml" ->
                html.append("<div class=\"output\">").append(content).append("</div>\n");
            default -> html.append("<div class=\"output\"><img alt=\"\" src=\"data:").append(form).append(";base64,")
                    .append(content.replace("\n", "")).append("\"></div>\n");
        }
    }

    /** Writes it. */
    public void write(Path file) throws IOException {
        Files.writeString(file, html, StandardCharsets.UTF_8);
    }
}
