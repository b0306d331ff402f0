package org.truckee.web.pages;

import gg.jte.TemplateOutput;
import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import gg.jte.output.WriterOutput;
import java.io.Writer;
import java.util.function.Consumer;

/** Makes HTML of what pages show. */
public final class Pages {
  private Pages() {}

  /** The first page. */
  public static String welcome(Frame frame, Welcome view) {
    return html(output -> JtewelcomeGenerated.render(output, null, frame, view));
  }

  /** A directory, which may be large. */
  public static void directory(Writer text, Frame frame, FolderView view) {
    HtmlTemplateOutput output = new OwaspHtmlTemplateOutput(new WriterOutput(text));
    JtedirectoryGenerated.render(output, null, frame, view);
  }

  private static String html(Consumer<HtmlTemplateOutput> template) {
    TemplateOutput text = new StringOutput();
    template.accept(new OwaspHtmlTemplateOutput(text));
    return text.toString();
  }
}
