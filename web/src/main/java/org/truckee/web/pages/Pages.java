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

  /** A storage server. */
  public static String storage(Frame frame, StorageView view) {
    return html(output -> JtestorageGenerated.render(output, null, frame, view));
  }

  /** An introducer. */
  public static String introducer(Frame frame, IntroducerView view) {
    return html(output -> JteintroducerGenerated.render(output, null, frame, view));
  }

  /** An upload helper. */
  public static String helper(Frame frame, HelperView view) {
    return html(output -> JtehelperGenerated.render(output, null, frame, view));
  }

  /** What is known of a file or directory. */
  public static String info(Frame frame, InfoView view) {
    return html(output -> JteinfoGenerated.render(output, null, frame, view));
  }

  /** What a check found. */
  public static String check(Frame frame, CheckView view) {
    return html(output -> JtecheckGenerated.render(output, null, frame, view));
  }

  /** An operation in the background, which may have found much. */
  public static void operation(Writer text, Frame frame, OperationView view) {
    HtmlTemplateOutput output = new OwaspHtmlTemplateOutput(new WriterOutput(text));
    JteoperationGenerated.render(output, null, frame, view);
  }

  /** What the grid does. */
  public static String status(Frame frame, StatusView view) {
    return html(output -> JtestatusGenerated.render(output, null, frame, view));
  }

  /** One operation of the grid. */
  public static String transfer(Frame frame, TransferView view) {
    return html(output -> JtetransferGenerated.render(output, null, frame, view));
  }

  /** The numbers of the node. */
  public static String statistics(Frame frame, StatisticsView view) {
    return html(output -> JtestatisticsGenerated.render(output, null, frame, view));
  }

  /** A recovery sheet. */
  public static String sheet(Frame frame, RecoverySheet sheet) {
    return html(output -> JtesheetGenerated.render(output, null, frame, sheet));
  }

  /**
   * The question of what a recovery sheet of the node is to carry.
   *
   * @param problem why the last answer would not do; empty at first
   */
  public static String askForSheet(Frame frame, String problem) {
    return html(output -> JteaskforsheetGenerated.render(output, null, frame, problem));
  }

  /** A file that was uploaded. */
  public static String uploaded(Frame frame, UploadedView view) {
    return html(output -> JteuploadedGenerated.render(output, null, frame, view));
  }

  /** The form for another name. */
  public static String rename(Frame frame, RenameView view) {
    return html(output -> JterenameGenerated.render(output, null, frame, view));
  }

  /** What has been removed, and how it is put back. */
  public static String unlinked(Frame frame, UnlinkedView view) {
    return html(output -> JteunlinkedGenerated.render(output, null, frame, view));
  }

  /** A message. */
  public static String message(Frame frame, MessageView view) {
    return html(output -> JtemessageGenerated.render(output, null, frame, view));
  }

  private static String html(Consumer<HtmlTemplateOutput> template) {
    TemplateOutput text = new StringOutput();
    template.accept(new OwaspHtmlTemplateOutput(text));
    return text.toString();
  }
}
