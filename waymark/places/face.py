"""What this room adds to the face: the sentences of its refusals."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from waymark.base import reasons

reasons.register(
    {
        "boundary.too_large": _(
            "The file is larger than %(limit)s. Save it with fewer points and try again."
        ),
        "boundary.not_json": _("The file can’t be read as GeoJSON (%(where)s: %(why)s)."),
        "boundary.not_geojson": _("The file is JSON, but it holds no GeoJSON area."),
        "boundary.other_crs": _(
            "The file uses another coordinate system. Save it in WGS 84 (EPSG:4326) and try again."
        ),
        "boundary.not_one_feature": _("The file must hold exactly one area."),
        "boundary.wrong_type": _(
            "A boundary is a Polygon or a MultiPolygon; the file holds “%(found)s”."
        ),
        "boundary.too_many_points": _(
            "The boundary has more than %(limit)s points. Simplify it and try again."
        ),
        "boundary.out_of_range": _(
            "The point %(longitude)s, %(latitude)s is not on Earth. Longitude comes first, in "
            "degrees."
        ),
        "boundary.too_wide": _(
            "The boundary spans more than half of the Earth. If it crosses the 180th "
            "meridian, cut it there into two parts."
        ),
        "boundary.ring_open": _(
            "A ring of the boundary is not closed: it must end where it begins."
        ),
        "boundary.crosses_itself": _("The boundary is not a simple area (%(why)s)."),
        "boundary.no_area": _("The boundary encloses no area."),
        "boundary.not_features": _("The file holds no list of areas (a FeatureCollection)."),
        "boundary.no_features": _("The list of areas is empty."),
        "boundary.too_many_features": _("A file may hold %(most)s areas at most. Split it."),
        "areas.not_permitted": _(
            "Areas are made by those who may change the place. Ask its lead to bring them in."
        ),
        "areas.no_code": _(
            "The area has no code. Choose below which property of the file holds the codes."
        ),
        "areas.code_too_long": _("A code may have %(most)s characters at most."),
        "areas.code_twice": _("Area %(first)s of the file has the code “%(text)s” already."),
        "areas.part_twice": _("Area %(first)s of the file is taken for “%(name)s” already."),
        "areas.name_several": _(
            "Several areas of this place are called “%(name)s”. Give one of them the code first."
        ),
        "areas.outside": _(
            "Only %(share)s %% of this area lies inside the boundary of the place. Is it another "
            "place’s area, or is the boundary of the place wrong?"
        ),
        "areas.changed_since": _("An area has been changed meanwhile. Look at it again first."),
        "boundary.size": _("The boundary encloses %(area)s km², which can’t be right for a place."),
        "place.country_mismatch": _("The place that this one belongs to lies in another country."),
        "place.unknown_kind": _("Choose one of the kinds of place."),
        "place.unknown_urbanisation": _("Choose one of the degrees of urbanisation."),
        "place.population_and_year": _("Give both: how many people, and in which year."),
        "place.name_missing": _("Give the place a name."),
        "succession.shape_merge": _(
            "Choose at least one other place that became part of this one."
        ),
        "succession.shape_split": _("A place is divided into two or more. Choose which."),
        "succession.shape_rename": _("A new name is of one place."),
        "succession.shape_boundary": _("Choose the places whose boundaries were changed."),
        "succession.too_many": _("One change can be about %(most)s places at most."),
        "succession.not_yet": _("Enter it from the day on which it takes effect."),
        "succession.countries": _("The places lie in different countries."),
        "succession.part": _(
            "%(place)s is a part of a place. Its parts are kept with its boundary."
        ),
        "succession.ended": _("%(place)s ended on %(day)s already."),
        "succession.out_of_order": _(
            "Of %(place)s something that happened later, on %(day)s, is entered already. Undo "
            "that first, then enter both in their order."
        ),
        "succession.no_act": _("Name the law, decree or decision by which it happened."),
        "succession.same_name": _("This is its name already."),
        "succession.no_reason": _("Say why it is undone."),
        "succession.undone": _("It was undone already."),
        "succession.followed": _(
            "Something entered later rests on it. Undo that first, the last first."
        ),
        "country.code_of_a_real_one": _(
            "Only codes that ISO 3166 leaves to its users are for a country that there is not."
        ),
        "country.code_taken": _("Another country has this code already."),
    }
)
