import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.linkis.bml.client.BmlClient;
import org.apache.linkis.bml.client.BmlClientFactory;
import org.apache.linkis.bml.protocol.BmlDownloadResponse;
import org.apache.linkis.bml.protocol.BmlUpdateResponse;
import org.apache.linkis.bml.protocol.BmlUploadResponse;
import org.apache.linkis.httpclient.config.ClientConfigBuilder;
import org.apache.linkis.httpclient.dws.authentication.TokenAuthenticationStrategy;
import org.apache.linkis.httpclient.dws.config.DWSClientConfig;
import org.apache.linkis.httpclient.dws.config.DWSClientConfigBuilder;

/** Does what programs of Linkis do with its library. Arguments: URL of the server, name of a gateway token. */
public final class LibraryClient {
  private static final String USER = "alice";
  private static String token;

  public static void main(String[] arguments) throws Exception {
    token = arguments[1];
    BmlClient client = connect(arguments[0]);
    byte[] first = bytes(20_000_003, 1);
    byte[] second = "second version, 汉字".getBytes("UTF-8");

    BmlUploadResponse uploaded =
        client.uploadResource(USER, "/a/b/first.zip", new ByteArrayInputStream(first));
    check(uploaded.isSuccess() && uploaded.version().equals("v000001"), "upload");
    String id = uploaded.resourceId();
    check(Arrays.equals(read(client.downloadResource(USER, id)), first), "download of the newest");

    BmlUpdateResponse updated =
        client.updateResource(USER, id, "/a/b/second.zip", new ByteArrayInputStream(second));
    check(updated.isSuccess() && updated.version().equals("v000002"), "update");
    check(Arrays.equals(read(client.downloadResource(USER, id, "v000001")), first), "download v000001");
    check(Arrays.equals(read(client.downloadResource(USER, id, "v000002")), second), "download v000002");
    check(Arrays.equals(read(client.downloadShareResource(USER, id, "v000002")), second), "shared");

    check(client.rollbackVersion(id, "v000001", USER).version().equals("v000003"), "rollback");
    check(Arrays.equals(read(client.downloadResource(USER, id)), first), "download after rollback");
    refused(() -> client.rollbackVersion(id, "v000077", USER), "rollback to an unknown version");
    check(
        client
            .updateResource(USER, id, "x", new ByteArrayInputStream(second))
            .version()
            .equals("v000004"),
        "update after a failed rollback");

    // Readers first, then editors.
    client.createBmlProject(USER, "java", Collections.singletonList("carol"), Arrays.asList(USER, "bob"));
    BmlUploadResponse shared =
        client.uploadShareResource(USER, "java", "x", new ByteArrayInputStream(second));
    check(shared.version().equals("v000001"), "upload into a project");
    String sharedId = shared.resourceId();
    check(
        client
            .updateShareResource("bob", sharedId, "x", new ByteArrayInputStream(first))
            .version()
            .equals("v000002"),
        "update by an editor");
    refused(
        () -> client.updateShareResource("carol", sharedId, "x", new ByteArrayInputStream(first)),
        "update by a reader");
    check(
        Arrays.equals(read(client.downloadShareResource("carol", sharedId, "v000001")), second),
        "download by a reader");

    String copy = client.copyResourceToAnotherUser(id, "bob", USER).resourceId();
    check(Arrays.equals(read(client.downloadResource("bob", copy, "v000001")), first), "copy");
    client.changeOwnerByResourceId(sharedId, USER, "bob");
    // Its delete is a form that the original refuses; the answer it expects is of another kind than any server gives.
    try {
      client.deleteResource(USER, id);
    } catch (Throwable error) {
      // What counts is whether it is gone.
    }
    refused(() -> client.downloadResource(USER, id), "download of a deleted resource");
    System.out.println("all went well");
    System.exit(0);
  }

  private static BmlClient connect(String url) {
    ClientConfigBuilder builder = DWSClientConfigBuilder.newBuilder();
    builder
        .addServerUrl(url)
        .connectionTimeout(30_000)
        .readTimeout(60_000)
        .maxConnectionSize(5)
        .retryEnabled(false)
        .discoveryEnabled(false)
        .discoveryFrequency(1, TimeUnit.MINUTES)
        .loadbalancerEnabled(false)
        .setAuthenticationStrategy(new TokenAuthenticationStrategy())
        .setAuthTokenKey(USER)
        .setAuthTokenValue(token);
    DWSClientConfig configuration = ((DWSClientConfigBuilder) builder).setDWSVersion("v1").build();
    return BmlClientFactory.createBmlClient(configuration);
  }

  private static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] read(BmlDownloadResponse response) throws Exception {
    check(response.isSuccess(), "download");
    try (InputStream stream = response.inputStream()) {
      return stream.readAllBytes();
    }
  }

  private interface Call {
    Object run() throws Exception;
  }

  private static void refused(Call call, String what) {
    try {
      call.run();
    } catch (Throwable error) {
      return;
    }
    check(false, what + " should be refused");
  }

  private static void check(boolean condition, String what) {
    if (condition) return;
    System.out.println("FAILED: " + what);
    System.exit(1);
  }
}
