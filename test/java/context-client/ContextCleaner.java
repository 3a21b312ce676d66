import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.linkis.cs.client.Context;
import org.apache.linkis.cs.client.ContextClient;
import org.apache.linkis.cs.client.builder.ContextClientFactory;
import org.apache.linkis.cs.common.entity.enumeration.ContextScope;
import org.apache.linkis.cs.common.entity.enumeration.ContextType;
import org.apache.linkis.cs.common.entity.object.LinkisVariable;
import org.apache.linkis.cs.common.entity.source.CommonContextKey;
import org.apache.linkis.cs.common.entity.source.CommonContextKeyValue;
import org.apache.linkis.cs.common.entity.source.CommonContextValue;
import org.apache.linkis.cs.common.entity.source.ContextKeyValue;
import org.apache.linkis.cs.common.entity.source.LinkisHAWorkFlowContextID;

/** Makes contexts, fills and searches them, and clears them as Linkis' documentation does. */
public final class ContextCleaner {
  private static final ContextClient client = ContextClientFactory.getOrCreateContextClient();

  public static void main(String[] arguments) throws Exception {
    LinkisHAWorkFlowContextID first = make();
    client.setContextKeyValue(first, variable("flow.variable.d", "2026-05-06"));
    client.setContextKeyValue(first, variable("flow.variable.e", "<汉字> & 'quoted' = \"1\""));
    LinkisVariable read = (LinkisVariable) client.getContextValue(first, key("flow.variable.e")).getValue();
    check(read.getValue().equals("<汉字> & 'quoted' = \"1\""), "value");
    check(client.getContextValue(first, key("flow.variable.none")) == null, "no value");

    List<ContextKeyValue> found =
        client.search(first, Arrays.asList(ContextType.Variable), null, Arrays.asList("variable.d"), null);
    check(found.size() == 1, "search: " + found.size());
    check(found.get(0).getContextKey().getKey().equals("flow.variable.d"), "key that is found");
    client.removeAllValueByKeyPrefix(first, "flow.variable.d");
    check(client.getContextValue(first, key("flow.variable.d")) == null, "removed by prefix");
    check(client.getHistories(first).isEmpty(), "no histories");
    check(client.createContext("project", "flow", "alice", null).getContextID() != null, "the older call");

    LinkisHAWorkFlowContextID second = make();
    List<String> ids =
        client.searchHAIDByTime("2022-05-26 22:04:00", "2999-06-01 24:00:00", "", "", "", "", 0, 0);
    check(ids.contains(first.getContextId()) && ids.contains(second.getContextId()), "ids: " + ids);
    check(client.batchClearContextByHAID(Collections.singletonList(first.getContextId())) == 1, "clear by id");
    refused(() -> client.getContextValue(first, key("flow.variable.e")), "value of a context that is gone");
    check(client.batchClearContextByTime("2022-05-26 22:04:00", "2999-06-01 24:00:00", "", "", "", "") == 2, "clear by time");
    check(
        client.searchHAIDByTime("2022-05-26 22:04:00", "2999-06-01 24:00:00", "", "", "", "", 0, 0).isEmpty(),
        "none left");
    refused(() -> client.batchClearContextByTime("2022-05-26", "", "", "", "", ""), "a date without a time");
    System.out.println("all went well");
    System.exit(0);
  }

  private static LinkisHAWorkFlowContextID make() throws Exception {
    LinkisHAWorkFlowContextID id = new LinkisHAWorkFlowContextID();
    id.setUser("hadoop");
    id.setProject("项目");
    id.setFlow("flow");
    Context context = client.createContext(id);
    return (LinkisHAWorkFlowContextID) context.getContextID();
  }

  private static CommonContextKey key(String name) {
    CommonContextKey key = new CommonContextKey();
    key.setKey(name);
    key.setContextType(ContextType.Variable);
    key.setContextScope(ContextScope.PUBLIC);
    return key;
  }

  private static ContextKeyValue variable(String name, String text) {
    LinkisVariable variable = new LinkisVariable();
    variable.setKey(name);
    variable.setValue(text);
    CommonContextValue value = new CommonContextValue();
    value.setValue(variable);
    CommonContextKeyValue pair = new CommonContextKeyValue();
    pair.setContextKey(key(name));
    pair.setContextValue(value);
    return pair;
  }

  private interface Attempt {
    void run() throws Exception;
  }

  private static void refused(Attempt attempt, String what) {
    try {
      attempt.run();
    } catch (Exception expected) {
      return;
    }
    check(false, what + " is refused");
  }

  private static void check(boolean holds, String what) {
    if (holds) return;
    System.out.println("FAILED: " + what);
    System.exit(1);
  }
}
