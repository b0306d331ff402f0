package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The forms of the pages and all their fields ({@code spec/08 §20}), and that they can be sent. */
class FormsTest {
  private static final Pattern FORM =
      Pattern.compile(
          "<form [^>]*action=\"([^\"]*)\" method=\"([^\"]*)\".*?</form>", Pattern.DOTALL);
  private static final Pattern FIELD =
      Pattern.compile("<(input|select) [^>]*name=\"([^\"]*)\"(?:[^>]*value=\"([^\"]*)\")?");

  private TestNode node;
  private String directory;
  private String mutable;

  @BeforeEach
  void start() throws IOException {
    node = new TestNode();
    directory = send("POST", "/uri?t=mkdir").text();
    mutable = send("PUT", "/uri?format=mdmf").text();
    send("PUT", "/uri/" + directory + "/child?t=uri&x=", "URI:LIT:nruxi");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void theWelcomePage() throws IOException {
    assertThat(forms("/"))
        .containsExactlyInAnyOrder(
            "post uri t=upload file format=chk format=sdmf format=mdmf",
            "post uri t=mkdir redirect_to_result=true format=sdmf format=mdmf",
            "get uri uri",
            "get uri uri filename save=true",
            "post report_incident t=report-incident details");
  }

  @Test
  void aDirectory() throws IOException {
    assertThat(forms("/uri/" + directory))
        .containsExactlyInAnyOrder(
            "get DIR find=",
            "post DIR t=zip",
            "post DIR t=unlink undo=true when_done=.",
            "get DIR t=rename-form when_done=.",
            "post DIR t=mkdir when_done=. name format=sdmf format=mdmf",
            "post DIR t=upload when_done=. file format=chk format=sdmf format=mdmf",
            "post DIR t=uri when_done=. name uri");
    // The name is that of the button: a form for each of ten thousand entries would be much.
    assertThat(send("GET", "/uri/" + directory, "").text())
        .containsPattern("<button[^>]* form=\"unlink\" name=\"name\" value=\"child\"")
        .containsPattern("<button[^>]* form=\"rename\" name=\"name\" value=\"child\"");
  }

  @Test
  void aDirectoryThatCannotBeChangedHasNone() throws IOException {
    String readOnly = send("GET", "/uri/" + directory + "?t=readonly-uri").text();
    assertThat(forms("/uri/" + readOnly)).isEmpty();
    assertThat(forms("/uri/" + readOnly + "?find="))
        .containsExactly("get DIR find=", "post DIR t=zip");
  }

  @Test
  void anotherNameForAChild() throws IOException {
    assertThat(forms("/uri/" + directory + "?t=rename-form&name=child"))
        .containsExactly(
            "post DIR t=rename when_done=. from_name=child to_name=child",
            "post DIR t=relink when_done=. replace=false from_name=child to_dir");
    send("POST", "/uri/" + directory + "/below?t=mkdir");
    String page = send("GET", "/uri/" + directory + "/below/?t=rename-form&name=x").text();
    assertThat(page).contains("<option value=\"" + directory + "\">Directory</option>");
    assertThat(send("GET", "/uri/" + directory + "?t=rename-form&name=child").text())
        .containsPattern("<option value=\"URI:DIR2:[^\"]*\">below/</option>");
  }

  /** Where something is moved to is a path, which is taken apart at slashes. */
  @Test
  void aNameWithASlashIsNoPlaceToMoveTo() throws IOException {
    send("POST", "/uri/" + directory + "/a%2Fb/c?t=mkdir");
    String page = send("GET", "/uri/" + directory + "/a%2Fb/c/?t=rename-form&name=x").text();
    assertThat(page)
        .contains("<option value=\"" + directory + "\">Directory</option>")
        .doesNotContain(directory + "/a");
  }

  @Test
  void moreInfo() throws IOException {
    String check = "return_to=. verify=on repair=on add-lease=on output=JSON";
    assertThat(forms("/uri/" + mutable + "?t=info"))
        .containsExactlyInAnyOrder(
            "post FILE t=check " + check, "post FILE t=upload when_done=FILE?t=info file");
    assertThat(forms("/uri/" + directory + "?t=info"))
        .containsExactlyInAnyOrder(
            "post DIR t=check " + check,
            "post DIR t=start-deep-check " + check + " ophandle=H",
            "post DIR t=start-deep-size ophandle=H",
            "post DIR t=start-deep-stats ophandle=H",
            "post DIR t=start-manifest ophandle=H output");
  }

  @Test
  void anOperationThatRuns() throws IOException {
    node.servers().servers().forEach(server -> server.stall());
    assertThat(send("POST", "/uri/" + directory + "?t=start-manifest&ophandle=h").status())
        .isEqualTo(302);
    assertThat(forms("/operations/h")).containsExactly("post ../operations/h?t=cancel");
    assertThat(send("POST", "/operations/h?t=cancel").status()).isEqualTo(200);
    assertThat(send("GET", "/operations/h").status()).isEqualTo(404);
  }

  /** Method, address and fields of each form; what is different each time has a name. */
  private List<String> forms(String page) throws IOException {
    RawHttp.Answer answer = send("GET", page);
    assertThat(answer.status()).isEqualTo(200);
    List<String> forms = new ArrayList<>();
    Matcher form = FORM.matcher(answer.text());
    while (form.find()) {
      StringBuilder text = new StringBuilder(form.group(2) + " " + form.group(1));
      Matcher field = FIELD.matcher(form.group());
      while (field.find()) {
        String value = field.group(3) == null ? "" : "=" + field.group(3);
        text.append(' ').append(field.group(2)).append(value);
      }
      forms.add(
          text.toString()
              .replaceAll("(\\.\\./)*uri/URI%3ADIR2(-RO)?%3A[^/ ]*/", "DIR")
              .replaceAll("(\\.\\./)*uri/URI%3AMDMF%3A[^/ ?]*", "FILE")
              .replaceAll("ophandle=[a-z2-7]{26}", "ophandle=H"));
    }
    return forms;
  }

  private RawHttp.Answer send(String method, String target) throws IOException {
    return send(method, target, "");
  }

  private RawHttp.Answer send(String method, String target, String body) throws IOException {
    return node.http().send(method, target, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }
}
