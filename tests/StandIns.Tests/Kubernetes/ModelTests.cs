using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace InferOps.StandIns.Tests.Kubernetes;

public sealed class ModelTests
{
    [Theory]
    [InlineData("500m", 0.5, "500m")]
    [InlineData("1000m", 1, "1")]
    [InlineData("16Gi", 17179869184, "16Gi")]
    [InlineData("1024Mi", 1073741824, "1Gi")]
    [InlineData("1.5Gi", 1610612736, "1536Mi")]
    [InlineData("2e3", 2000, "2e3")]
    [InlineData("1E", 1e18, "1E")]
    [InlineData("2k", 2000, "2k")]
    [InlineData("-1", -1, "-1")]
    [InlineData("0", 0, "0")]
    [InlineData("", 0, "0")]
    public void A_quantity_is_read_and_written_canonically(string text, double value, string canonical)
    {
        var quantity = new ResourceQuantity(text);

        Assert.Equal(value, quantity.ToDouble());
        Assert.Equal(canonical, quantity.ToString());
    }

    [Theory]
    [InlineData("much")]
    [InlineData("1Xi")]
    [InlineData("--1")]
    public void What_is_no_quantity_is_refused(string text) => Assert.Throws<FormatException>(() => new ResourceQuantity(text));

    [Fact]
    public void Json_is_camel_case_without_nulls_with_six_fractional_digits()
    {
        var lease = new V1Lease
        {
            Metadata = new V1ObjectMeta { Name = "x", NamespaceProperty = "default" },
            Spec = new V1LeaseSpec { HolderIdentity = "me", RenewTime = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc) },
        };

        Assert.Equal(
            """{"metadata":{"name":"x","namespace":"default"},"spec":{"holderIdentity":"me","renewTime":"2026-01-02T03:04:05.000000Z"}}""",
            KubernetesJson.Serialize(lease));
    }

    [Fact]
    public void Times_are_read_with_and_without_fraction_and_with_offset()
    {
        var meta = KubernetesJson.Deserialize<V1ObjectMeta>("""{"creationTimestamp":"2026-01-02T03:04:05Z","deletionTimestamp":"2026-01-02T05:04:05.250000+02:00"}""");

        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), meta.CreationTimestamp);
        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 5, 250, DateTimeKind.Utc), meta.DeletionTimestamp);
    }

    [Fact]
    public void An_int_or_string_keeps_its_kind()
    {
        var budget = KubernetesJson.Deserialize<V1PodDisruptionBudgetSpec>("""{"maxUnavailable":1,"minAvailable":"50%"}""");

        Assert.Equal("""{"maxUnavailable":1,"minAvailable":"50%"}""", KubernetesJson.Serialize(budget));
    }

    [Fact]
    public void A_patch_is_written_as_its_content()
    {
        var body = new JsonObject { ["spec"] = new JsonObject { ["Replicas"] = null } };

        Assert.Equal("""{"spec":{"Replicas":null}}""", KubernetesJson.Serialize(new V1Patch(body, V1Patch.PatchType.MergePatch)));
        Assert.Equal("[]", KubernetesJson.Serialize(new V1Patch("[]", V1Patch.PatchType.JsonPatch)));
    }
}
