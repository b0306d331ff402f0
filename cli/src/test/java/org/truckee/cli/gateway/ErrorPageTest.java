package org.truckee.cli.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What of a page that reports an error is shown by a command. */
class ErrorPageTest {
  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en"><head><title>404 - Error</title><style>p { color: red }</style></head>
      <body>
      <a class="skip" href="#content">Skip to the content</a>
      <nav class="site"><a class="brand" href="/">Truckee</a> <a href="/status">Operations</a></nav>
      <main id="content">
      <h1>%s</h1>
      <p class="message">%s</p>
      <p><a href="/">Welcome page</a></p>
      </main></body></html>
      """;

  @Test
  void whatIsOnEveryPageIsLeftOut() {
    assertThat(ErrorPage.message(PAGE.formatted("Error", "No such child: a")))
        .isEqualTo("No such child: a");
  }

  @Test
  void aHeadingThatSaysAllIsEnough() {
    assertThat(ErrorPage.message(PAGE.formatted("a file was in the way", "no details")))
        .isEqualTo("a file was in the way");
  }

  @Test
  void theParagraphExplainsTheHeading() {
    assertThat(ErrorPage.message(PAGE.formatted("Bad Format", "Unknown value:\n 'x'")))
        .isEqualTo("Bad Format: Unknown value: 'x'");
  }

  @Test
  void namesAreShownAsTheyAre() {
    String name = "&lt;a &amp;amp; b&gt; &quot;c&quot; &#39;d&#x27;";
    assertThat(ErrorPage.message(PAGE.formatted("Error", name))).isEqualTo("<a &amp; b> \"c\" 'd'");
  }

  @Test
  void pagesOfProxiesAreText() {
    assertThat(ErrorPage.message("<html><body><center><h1>502 Bad Gateway</h1></center></html>"))
        .isEqualTo("502 Bad Gateway");
    assertThat(ErrorPage.message("<html><title>x</title><body>Down for <b>maintenance</b>\n"))
        .isEqualTo("Down for maintenance");
  }
}
