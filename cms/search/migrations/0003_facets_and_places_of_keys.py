"""Kind and tags of an entry become one shared facet; the keys of suggestions carry their place in the order."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Length


def group(apps, schema_editor):
    """Give every entry its facet and rank, and every key its place, so that no index has to be written again."""
    entries, tags = apps.get_model("cms_search", "SearchEntry"), apps.get_model("cms_search", "SearchTag")
    facets, keys = apps.get_model("cms_search", "SearchFacet"), apps.get_model("cms_search", "SearchKey")
    things = apps.get_model("cms_publishing", "PublishedThing")
    ranks = dict(things.objects.values_list("uuid", "rank"))
    slugs = {}
    for entry, tag in tags.objects.order_by("tag").values_list("entry", "tag"):
        slugs.setdefault(entry, []).append(tag)
    for entry in entries.objects.all():
        entry.facet, _ = facets.objects.get_or_create(kind=entry.kind, tags=f" {' '.join(slugs.get(entry.pk, []))} ")
        entry.rank = ranks.get(entry.uuid, 100)
        entry.save(update_fields=["facet", "rank"])
    keys.objects.filter(whole=True).update(place=Length("key"))
    keys.objects.filter(whole=False).update(place=Length("key") + 100)


class Migration(migrations.Migration):
    dependencies = [
        ("cms_search", "0002_token_tables"),
        ("cms_publishing", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchFacet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=16)),
                ("tags", models.TextField()),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("kind", "tags"), name="search_facet_once")]},
        ),
        migrations.AddField(
            model_name="searchentry",
            name="facet",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="cms_search.searchfacet",
            ),
        ),
        migrations.AddField(
            model_name="searchentry",
            name="rank",
            field=models.PositiveSmallIntegerField(default=100),
        ),
        migrations.AddField(
            model_name="searchkey",
            name="place",
            field=models.PositiveSmallIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.RunPython(group, migrations.RunPython.noop),
    ]
