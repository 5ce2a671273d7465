using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api;
using InferOps.LocalCluster.Patching;

namespace InferOps.LocalCluster.Tests.Patching;

/// <summary>JSON, merge and strategic merge patches, each case one sentence.</summary>
public sealed class PatchTests
{
    public static TheoryData<string, PatchType, string, string, string> Applied => new()
    {
        { "add sets a member", PatchType.Json, """{"a":1}""", """[{"op":"add","path":"/b","value":2}]""", """{"a":1,"b":2}""" },
        { "add inserts into a list", PatchType.Json, """{"a":[1,3]}""", """[{"op":"add","path":"/a/1","value":2}]""", """{"a":[1,2,3]}""" },
        { "add with - appends", PatchType.Json, """{"a":[1]}""", """[{"op":"add","path":"/a/-","value":2}]""", """{"a":[1,2]}""" },
        { "remove takes a member away", PatchType.Json, """{"a":1,"b":2}""", """[{"op":"remove","path":"/a"}]""", """{"b":2}""" },
        { "escaped slashes and tildes name members", PatchType.Json, """{"a/b":{"c~d":1}}""", """[{"op":"replace","path":"/a~1b/c~0d","value":2}]""", """{"a/b":{"c~d":2}}""" },
        { "move takes a value elsewhere", PatchType.Json, """{"a":{"x":1}}""", """[{"op":"move","from":"/a/x","path":"/b"}]""", """{"a":{},"b":1}""" },
        { "copy leaves the original", PatchType.Json, """{"a":{"x":1}}""", """[{"op":"copy","from":"/a","path":"/b"}]""", """{"a":{"x":1},"b":{"x":1}}""" },
        { "a test that holds lets the rest happen", PatchType.Json, """{"a":1}""", """[{"op":"test","path":"/a","value":1},{"op":"replace","path":"/a","value":2}]""", """{"a":2}""" },
        { "a test for null holds of what is absent", PatchType.Json, """{"a":1}""", """[{"op":"test","path":"/b","value":null},{"op":"add","path":"/b","value":2}]""", """{"a":1,"b":2}""" },
        { "null removes in a merge patch", PatchType.Merge, """{"a":1,"b":{"c":1,"d":2}}""", """{"a":null,"b":{"c":null}}""", """{"b":{"d":2}}""" },
        { "a merge patch replaces lists", PatchType.Merge, """{"a":[1,2]}""", """{"a":[3]}""", """{"a":[3]}""" },
        { "a merge patch makes objects without their nulls", PatchType.Merge, """{}""", """{"a":{"b":null,"c":1}}""", """{"a":{"c":1}}""" },
        {
            "containers merge by name", PatchType.Strategic,
            """{"spec":{"containers":[{"name":"a","image":"x","args":["1"]},{"name":"b","image":"y"}]}}""",
            """{"spec":{"containers":[{"name":"a","image":"z"}]}}""",
            """{"spec":{"containers":[{"name":"a","image":"z","args":["1"]},{"name":"b","image":"y"}]}}"""
        },
        {
            "a delete directive removes an item", PatchType.Strategic,
            """{"spec":{"volumes":[{"name":"a"},{"name":"b"}]}}""",
            """{"spec":{"volumes":[{"name":"a","$patch":"delete"}]}}""",
            """{"spec":{"volumes":[{"name":"b"}]}}"""
        },
        {
            "a replace directive replaces a list", PatchType.Strategic,
            """{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}""",
            """{"spec":{"containers":[{"$patch":"replace"},{"name":"c"}]}}""",
            """{"spec":{"containers":[{"name":"c"}]}}"""
        },
        {
            "a replace directive replaces an object", PatchType.Strategic,
            """{"metadata":{"labels":{"a":"1","b":"2"}}}""",
            """{"metadata":{"labels":{"$patch":"replace","c":"3"}}}""",
            """{"metadata":{"labels":{"c":"3"}}}"""
        },
        {
            "retained keys drop the others of a union", PatchType.Strategic,
            """{"spec":{"volumes":[{"name":"a","emptyDir":{}}]}}""",
            """{"spec":{"volumes":[{"name":"a","$retainKeys":["name","configMap"],"configMap":{"name":"c"}}]}}""",
            """{"spec":{"volumes":[{"name":"a","configMap":{"name":"c"}}]}}"""
        },
        {
            "tolerations are replaced as a whole", PatchType.Strategic,
            """{"spec":{"tolerations":[{"key":"a"},{"key":"b"}]}}""",
            """{"spec":{"tolerations":[{"key":"c"}]}}""",
            """{"spec":{"tolerations":[{"key":"c"}]}}"""
        },
        {
            "values are deleted from a list of scalars", PatchType.Strategic,
            """{"metadata":{"finalizers":["a","b","c"]}}""",
            """{"metadata":{"$deleteFromPrimitiveList/finalizers":["b"],"finalizers":["d"]}}""",
            """{"metadata":{"finalizers":["a","c","d"]}}"""
        },
        {
            "the set order puts a new item where the patch wants it", PatchType.Strategic,
            """{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}""",
            """{"spec":{"$setElementOrder/containers":[{"name":"new"},{"name":"b"},{"name":"a"}],"containers":[{"name":"new","image":"x"}]}}""",
            """{"spec":{"containers":[{"name":"new","image":"x"},{"name":"b"},{"name":"a"}]}}"""
        },
        {
            "environment variables merge by name and ports by number", PatchType.Strategic,
            """{"spec":{"containers":[{"name":"a","env":[{"name":"X","value":"1"}],"ports":[{"containerPort":80,"name":"http"}]}]}}""",
            """{"spec":{"containers":[{"name":"a","env":[{"name":"Y","value":"2"}],"ports":[{"containerPort":80,"protocol":"TCP"}]}]}}""",
            """{"spec":{"containers":[{"name":"a","env":[{"name":"X","value":"1"},{"name":"Y","value":"2"}],"ports":[{"containerPort":80,"name":"http","protocol":"TCP"}]}]}}"""
        },
        {
            "owner references merge by uid", PatchType.Strategic,
            """{"metadata":{"ownerReferences":[{"uid":"1","name":"a"}]}}""",
            """{"metadata":{"ownerReferences":[{"uid":"2","name":"b"},{"uid":"1","$patch":"delete"}]}}""",
            """{"metadata":{"ownerReferences":[{"uid":"2","name":"b"}]}}"""
        },
        { "null removes in a strategic patch", PatchType.Strategic, """{"spec":{"nodeName":"n"}}""", """{"spec":{"nodeName":null}}""", """{"spec":{}}""" },
    };

    [Theory, MemberData(nameof(Applied))]
    public void A_patch_gives(string sentence, PatchType type, string current, string patch, string expected)
    {
        var before = JsonNode.Parse(current)!.AsObject();
        var after = Patch.Apply(type, before, patch, Objects.Writer("Pod"));

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), after), $"{sentence}: {after.ToJsonString()}");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(current), before), "the current object was changed");
    }

    public static TheoryData<string, PatchType, string, int, string> Refused => new()
    {
        { "a failed test refuses all", PatchType.Json, """[{"op":"test","path":"/a","value":2}]""", 422, "testing value /a failed" },
        { "replacing what is not there is refused", PatchType.Json, """[{"op":"replace","path":"/x/y","value":2}]""", 422, "does not exist" },
        { "removing what is not there is refused", PatchType.Json, """[{"op":"remove","path":"/x"}]""", 422, "does not exist" },
        { "a JSON patch must be a list", PatchType.Json, """{"a":1}""", 400, "array of operations" },
        { "what is not JSON is refused", PatchType.Merge, "{", 400, "error decoding patch" },
        { "an item without its merge key is refused", PatchType.Strategic, """{"spec":{"containers":[{"image":"x"}]}}""", 400, "does not contain declared merge key: name" },
        { "an unknown directive is refused", PatchType.Strategic, """{"spec":{"$patch":"remove"}}""", 400, "unknown patch type" },
    };

    [Theory, MemberData(nameof(Refused))]
    public void A_patch_is_refused(string sentence, PatchType type, string patch, int code, string message)
    {
        var error = Assert.Throws<ApiException>(() => Patch.Apply(type, new JsonObject { ["a"] = 1 }, patch, Objects.Writer("Pod")));
        Assert.True(error.Code == code && error.Message.Contains(message, StringComparison.Ordinal), $"{sentence}: {error.Code} {error.Message}");
    }

    [Fact]
    public void A_strategic_patch_of_a_custom_resource_is_not_supported()
    {
        var writer = Objects.Writer("Pod");
        var error = Assert.Throws<ApiException>(() => Patch.Apply(PatchType.Strategic, [], "{}", writer with { Type = writer.Type with { IsCustom = true } }));
        Assert.Equal(415, error.Code);
    }
}
